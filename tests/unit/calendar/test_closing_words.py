"""Which names seem to close school."""

from __future__ import annotations

import pytest

from shared.calendar.closing_words import seems_closed

CLOSED = """
No School
NO SCHOOL - Parent Teacher Conferences
No classes
No students - Staff meeting
Schools closed
School is closed (snow)
Holiday
Winter Holidays
Fall Break
Mid-Winter Recess
Spring Vacation
Student day off
District Closed
Labor Day
Columbus Day / Indigenous Peoples' Day
Veterans Day
Thanksgiving
New Year's Day
Martin Luther King Jr. Day
MLK Day
Presidents' Day
Presidents Day
Memorial Day (observed)
Juneteenth
Good Friday
Eid al-Fitr
Teacher Workday
Professional Development Day
Snow day
Sin clases
SIN CLASES: conferencias de padres
No hay clases
No habrá clases
Suspensión de clases
Escuela cerrada
Feriado
Día festivo
Vacaciones de invierno
Receso de primavera
Asueto
Cerrado
Día del Trabajo
Día de Acción de Gracias
Navidad
Año Nuevo
Semana Santa
Día de los Caídos
""".strip().splitlines()

OPEN = """
Half Day
Half-day: no school after 12:00
Early Release
Early dismissal before Thanksgiving
Late Start
Delayed opening
Columbus Day - School in session
Snow day make-up day
First day of school
Last day before Winter Break
Classes resume after Spring Break
School resumes
Picture Day
PTA meeting
Holiday concert
Winter holiday party
Spring Break camp
Thanksgiving luncheon
Veterans Day Assembly
Library closed
Registration closed
Breakfast with the principal
Homecoming
Medio día
Salida temprana
Entrada tardía
Hay clases: Día de los Veteranos
Regreso a clases
Primer día de clases
Concierto de Navidad
Fiesta de Año Nuevo
Día de fotos
Reunión de padres
Ano lectivo

""".strip().splitlines()


@pytest.mark.parametrize("name", [*CLOSED, "Veterans\u2019 Day"])
def test_these_close_school(name: str) -> None:
    assert seems_closed(name)


@pytest.mark.parametrize("name", [*OPEN, ""])
def test_these_do_not(name: str) -> None:
    assert not seems_closed(name)
