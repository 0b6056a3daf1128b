"""Roster files full of canaries: good ones, rows with every fault, and files that can't be read."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from tests.figures.canaries import Aviary

STUDENTS, TEACHERS, STAFF = 60, 15, 12
HEADER = (
    "Student ID", "First Name", "Last Name", "Email", "Grade", "Parent Email", "Parent Phone",
    "Student Phone", "idField1",
)  # fmt: skip
EMPLOYEE_HEADER = ("ID Number", "First Name", "Last Name", "Email", "Role")
FALSE_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Row = list[str]


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it is sent."""

    name: str
    data: bytes


class CanaryFiles:
    """Makes files of one school; its people stay the same from file to file."""

    def __init__(self, aviary: Aviary) -> None:
        self._aviary = aviary
        self._extra = [aviary.text() for _ in range(2)]
        self.students = [self._student() for _ in range(STUDENTS)]
        self.teachers = [self._employee("Teacher") for _ in range(TEACHERS)]
        self.staff = [self._employee("Staff") for _ in range(STAFF)]
        self.admins = [self._employee("Manager")]

    def students_file(self, rows: Sequence[Row] = (), name: str = "School_students.csv") -> Sent:
        """The students and more rows, with columns that nobody asked for, as CSV."""
        return Sent(name, self.csv([[*HEADER, *self._extra], *self.students, *rows]))

    def teachers_file(self) -> Sent:
        """The teachers, as TSV."""
        table = [[*EMPLOYEE_HEADER, *self._extra], *self.teachers]
        return Sent("School_teachers.tsv", self.csv(table, "\t"))

    def staff_file(self) -> Sent:
        """The staff, as a workbook whose sheets have canaries' names."""
        table = [[*EMPLOYEE_HEADER, *self._extra], *self.staff]
        return Sent("School_staff.xlsx", self.workbook(table))

    def admins_file(self, *more: Row) -> Sent:
        """The admins, as CSV."""
        table = [[*EMPLOYEE_HEADER, *self._extra], *self.admins, *more]
        return Sent("School_admins.csv", self.csv(table))

    def bad_rows(self) -> list[Row]:
        """A row for each fault that a row can have."""
        make = self._student
        twin, shared = make(), make()
        return [
            make()[:-3],
            [*make(), self._aviary.text()],
            ["Total", self._aviary.text()],
            self._with(make(), 1, f"{self._aviary.name()}\x00"),
            self._with(make(), 0, ""),
            twin,
            self._with(make(), 0, twin[0]),
            self._with(make(), 0, "123-45-6789"),
            self._with(make(), 0, "1.23457E+11"),
            self._with(self._with(make(), 1, ""), 2, ""),
            self._with(make(), 3, f"{self._aviary.text()} at home"),
            self._with(make(), 4, self._aviary.text()),
            self._with(make(), 1, self._aviary.name() + "x" * 1_001),
            self._with(make(), 1, self._aviary.name() + "Ã±a"),
            shared,
            self._with(make(), 3, shared[3]),
            self._with(make(), 5, ";".join(self._aviary.email() for _ in range(8))),
            self._with(make(), 5, self._aviary.text()),
            self._with(make(), 6, f"call {self._aviary.text()}"),
            self._with(make(), 1, f"Test {self._aviary.name()}"),
            self._with(make(), 1, f"=HYPERLINK({self._aviary.text()})"),
        ]

    def manager(self) -> Row:
        """Somebody who teaches and would become a Manager."""
        return [*self.teachers[0][:4], "Manager", *self.teachers[0][5:]]

    def bad_files(self) -> list[Sent]:
        """A file for each fault that a file can have, and workbooks of every kind."""
        student, text = self._student, self._aviary.text
        header, good = [*HEADER, *self._extra], [self._student() for _ in range(5)]
        rows = self.csv([header, *good])
        roles = [[*EMPLOYEE_HEADER, *self._extra], self._employee(text()), self._employee("Owner")]
        return [
            Sent("empty_students.csv", b""),
            Sent("cut_students.csv", rows[:-40]),
            Sent("utf16_students.csv", rows.decode().encode("utf-16")[:-1]),
            Sent("page_students.csv", f"<html><p>{text()} {student()}</p></html>".encode()),
            Sent("pdf_students.csv", f"%PDF-1.7 {student()}".encode()),
            Sent("quote_students.csv", rows + f'"{text()},{student()}\n'.encode()),
            Sent("quotes_students.csv", rows + f'a"b,"{text()}"c,{student()}\n'.encode()),
            Sent("long_students.csv", rows + text().encode() * 150_000),
            Sent("delimiter_students.csv", f"{text()}~{text()}\n{text()}~{text()}\n".encode()),
            Sent("headless_students.csv", self.csv(good)),
            Sent("foreign_students.csv", self.csv([[text() for _ in header], *good])),
            Sent("doubled_students.csv", self.csv([[*header, f"Email ({text()})", "E-mail"],
                                                   *([*row, text(), row[3]] for row in good)])),
            Sent(f"{self._aviary.file_name()}.csv", self.csv([header, *good])),
            Sent(f"{self._aviary.file_name()}_students.csv", self.csv([header, *good])),
            Sent("roles.csv", self.csv(roles)),
            Sent("zeroed_students.csv", rows[:200] + bytes(400)),
            Sent("pairs_students.csv", rows.decode().encode("utf-16-be") + b"\xd8\x00"),
            Sent("old_students.xls.xlsx", FALSE_WORKBOOK + rows),
            Sent("archive_students.zip", self._zip({f"{text()}.csv": rows})),
            Sent("not_students.xlsx", b"PK\x03\x04" + rows),
            Sent("parts_students.xlsx", self._zip({"xl/workbook.xml": rows, text(): rows})),
            Sent("sheets_students.xlsx", self.workbook([header, *good], both=True)),
            Sent("damaged_students.xlsx", self.workbook([header, *good])[:-300]),
            Sent("formula_students.xlsx", self.workbook([header, *good], formula=text())),
            Sent("dtd_students.xlsx", self._with_dtd(self.workbook([header, *good]), text())),
            Sent("rows_students.xlsx", self.workbook([header, *self.bad_rows()])),
        ]  # fmt: skip

    def csv(self, table: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
        """A table as text in UTF-8."""
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(table)
        return text.getvalue().encode()

    def workbook(
        self, table: Sequence[Sequence[str]], *, both: bool = False, formula: str = ""
    ) -> bytes:
        """A table on a sheet with a canary's name, a hidden sheet with canaries beside it.

        Args:
            table: with its header.
            both: the other sheet is visible and holds the same table.
            formula: a text that a formula in a cell of its own makes.
        """
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        book.set_properties({"author": self._aviary.name(), "title": self._aviary.text()})
        sheet = book.add_worksheet(self._aviary.text())
        other = book.add_worksheet(self._aviary.text())
        other.write_string(0, 0, self._aviary.text())
        for line, row in enumerate(table):
            sheet.write_row(line, 0, [cell.replace("\x00", "") for cell in row])
            if both:
                other.write_row(line, 0, row)
        if formula:
            sheet.write_formula(1, 1, f'="{formula}"', value=formula)
        if not both:
            other.hide()
        book.close()
        return stream.getvalue()

    def _zip(self, parts: dict[str, bytes]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return stream.getvalue()

    def _with_dtd(self, data: bytes, text: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        entity = f'?><!DOCTYPE x [<!ENTITY e "{text}">]>'.encode()
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"?>", entity, 1)
        return self._zip(parts)

    def new_student(self) -> Row:
        """One more student; add it to `students` to have it in the next files."""
        return self._student()

    def _student(self) -> Row:
        bird = self._aviary
        return [
            bird.sis_id(), bird.name(), bird.name(), bird.email(), "9", bird.email(), bird.phone(),
            bird.phone(), bird.text(), bird.text(), bird.text(),
        ]  # fmt: skip

    def _employee(self, role: str) -> Row:
        bird = self._aviary
        return [
            bird.sis_id(),
            bird.name(),
            bird.name(),
            bird.email(),
            role,
            bird.text(),
            bird.text(),
        ]

    def _with(self, row: Row, column: int, cell: str) -> Row:
        return [*row[:column], cell, *row[column + 1 :]]
