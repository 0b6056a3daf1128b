"""Every page in a real Chromium, held to axe, in each language, each theme and each width.

Which of them meet changes from page to page; F27 looks at all combinations, and takes pictures.
"""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.console import first_load
from tests.support.console import DISTRICT_PAGES, PAGES, Console, Look, look_at_pages

LOOKS = (
    (Look("en", "light", 360), Look("es", "dark", 1440)),
    (Look("en", "dark", 1440), Look("es", "light", 360)),
    (Look("en", "light", 1440), Look("es", "dark", 360)),
    (Look("en", "dark", 360), Look("es", "light", 1440)),
)
VIEWS = 2 * (1 + len(PAGES) + len(DISTRICT_PAGES))


@pytest.fixture(scope="module")
def seen(console: Console, by_keyboard: dict[str, Any]) -> list[dict[str, Any]]:
    """What the browser says, a view each."""
    return look_at_pages(console, by_keyboard, lambda page: LOOKS[page % len(LOOKS)])


def views(seen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [view for view in seen if view["name"] != "console"]
    assert len(found) == VIEWS
    return found


def named(view: dict[str, Any]) -> str:
    return f"{view['name']} {view['language']} {view['theme']} {view['width']}"


def test_axe_finds_nothing_on_any_page(seen: list[dict[str, Any]]) -> None:
    assert {named(view): view["violations"] for view in views(seen) if view["violations"]} == {}


def test_no_page_is_wider_than_its_screen(seen: list[dict[str, Any]]) -> None:
    assert [named(view) for view in views(seen) if view["wide"]] == []


def test_pages_speak_the_chosen_language_and_show_what_is_stored(
    seen: list[dict[str, Any]],
) -> None:
    words = {
        ("sign-in", "en"): "Sign in",
        ("sign-in", "es"): "Iniciar sesión",
        ("district", "en"): "Lincoln High School",
        ("district", "es"): "Mis escuelas",
        ("school", "en"): "Owner",
        ("school", "es"): "Titular",
        ("account", "en"): "Where you are signed in",
        ("account", "es"): "Dónde ha iniciado sesión",
        ("children", "en"): "No child of yours is here now",
        ("children", "es"): "Ningún hijo suyo está aquí ahora",
        ("network", "en"): "Start the test",
        ("network", "es"): "Servidores que se deben permitir",
        ("permissions", "en"): "Owner (you)",
        ("permissions", "es"): "Exportar quién hizo qué",
        ("permissions-all", "en"): "All roles beside one another",
        ("permissions-all", "es"): "Todas las funciones, una junto a otra",
        ("sign-in-settings", "en"): "Domains of the district: ",
        ("sign-in-settings", "es"): "Solo una persona responsable del distrito",
        ("people", "en"): "Pupil 01",
        ("people", "es"): "Agregar persona",
        ("people-nobody", "en"): "Nobody fits",
        ("people-nobody", "es"): "Borrar búsqueda y filtros",
        ("people-new", "en"): "Add this person",
        ("people-new", "es"): "Identificación en el sistema escolar",
        ("person", "en"): "family.01@demo.example",
        ("person", "es"): "Padres y tutores",
        ("person-edit", "en"): "Locker",
        ("person-edit", "es"): "Editar a Pupil 01",
        ("manager-edit", "en"): "Limited to grades",
        ("manager-edit", "es"): "Registro de entrada",
        ("lists", "en"): "Room 12",
        ("lists", "es"): "Crear la lista",
        ("list", "en"): "2 people",
        ("list", "es"): "2 personas",
        ("class", "en"): "Let the roster count again",
        ("class", "es"): "El sistema escolar dice: 8",
        ("class-by-hand", "en"): "Periods: 7 (A)",
        ("class-by-hand", "es"): "Que vuelva a ser solo una lista",
        ("terms", "en"): "4 classes without periods",
        ("terms", "es"): "A cargo de",
        ("terms-none", "en"): "There is no term yet.",
        ("terms-none", "es"): "Todavía no hay ninguna clase.",
        ("photos", "en"): "Choose files",
        ("photos", "es"): "Fotos de muchas personas",
        ("my-class", "en"): "You teach no class here",
        ("my-class", "es"): "Ingresar un código de sustituto",
        ("substitutes", "en"): "No code is out.",
        ("substitutes", "es"): "Crear un código",
        ("first-steps", "en"): "Look at the first plan, and approve it",
        ("first-steps", "es"): "Primeros pasos",
        ("rostering-new", "en"): "Waits for its first file",
        ("rostering-new", "es"): "Todavía no ha llegado ningún archivo.",
        ("rostering", "en"): "A run was undone",
        ("rostering", "es"): "Plan aprobado",
        ("connect", "en"): "Which system does the school have?",
        ("connect", "es"): "¿Ocupa el lugar de una conexión que ya existe?",
        ("connect-system", "en"): "Carillon asks the system every night.",
        ("connect-system", "es"): "Paso 1 de 5",
        ("connect-keys", "en"): "To go on, save the address with the client ID",
        ("connect-keys", "es"): "Paso 2 de 5",
        ("connect-files", "en"): "Give these values to whoever sets up the export",
        ("connect-files", "es"): "También puede continuar sin un acceso",
        ("connect-test", "en"): "There is nothing to test yet",
        ("connect-test", "es"): "Todavía no hay nada que probar",
        ("connect-test-file", "en"): "Each file has to name everybody of its kind.",
        ("connect-test-file", "es"): "Probar un archivo",
        ("connect-sync", "en"): "Decide what Carillon may do",
        ("connect-sync", "es"): "Decida qué puede hacer Carillon",
        ("connect-begin", "en"): "The address or the key is still missing.",
        ("connect-begin", "es"): "Iniciar el ensayo",
        ("connect-begin-file", "en"): "or a OneRoster ZIP, up to 50 MB.",
        ("connect-begin-file", "es"): "Paso 5 de 5",
        ("sync", "en"): "Recommended: only Add at first.",
        ("sync", "es"): "Noches antes de archivar a quien falta",
        ("access", "en"): "Signs in with a password.",
        ("access", "es"): "Adónde enviar los archivos",
        ("headers", "en"): "First row of the file",
        ("headers", "es"): "Mostrar qué significa",
        ("source", "en"): "The address has changed, so the secret was taken away.",
        ("source", "es"): "ponga Maximum Page Size del complemento en 1000",
        ("limits", "en"): "Usually 75 %.",
        ("limits", "es"): "Usualmente 10 %.",
        ("run", "en"): "The e-mail is no valid address.",
        ("run", "es"): "línea 7, columna email",
        ("run-undo", "en"): "Removed",
        ("run-undo", "es"): "Quitadas",
        ("person-history", "en"): "Restored",
        ("person-history", "es"): "Ada Lovelace",
        ("audit", "en"): "Changed people by a roster file",
        ("audit", "es"): "Consultó los datos de una persona",
        ("audit-narrowed", "en"): "Nothing fits",
        ("audit-narrowed", "es"): "Borrar filtros",
        ("district-run", "en"): "District audit",
        ("district-run", "es"): "Cómo se inicia sesión",
        ("audit-of-district", "en"): "Opened an account, or added a way to sign in",
        ("audit-of-district", "es"): "Auditoría del distrito",
        ("audit-of-district-narrowed", "en"): "Nothing fits",
        ("audit-of-district-narrowed", "es"): "Borrar filtros",
        ("sign-in-settings-edit", "en"): "Save",
        ("sign-in-settings-edit", "es"): "Guardar",
        ("nights-own", "en"): "Only a District Manager changes this.",
        ("nights-own", "es"): "Solo una persona responsable del distrito cambia esto.",
        ("preview", "en"): "The day of Ida Wells",
        ("preview", "es"): "Sin clase",
        ("preview-room", "en"): "1 student",
        ("preview-room", "es"): "No se reúne ninguna clase",
        ("preview-nobody", "en"): "Choose a person or a room",
        ("preview-nobody", "es"): "Elija una persona o un aula",
        ("person-today", "en"): "Biology",
        ("person-today", "es"): "Hoy",
        ("nights", "en"): "Held, needs your decision",
        ("nights", "es"): "1240 actualizadas",
        ("nights-older", "en"): "Nothing is known of that night.",
        ("nights-older", "es"): "La noche más reciente",
        ("accounts", "en"): "pupil.01@demo.example",
        ("accounts", "es"): "Cerrada",
        ("accounts-none", "en"): "No account fits",
        ("accounts-none", "es"): "Mostrar todas las cuentas",
        ("account-of-person", "en"): "locker.01@demo.example",
        ("account-of-person", "es"): "Formas de iniciar sesión",
        ("addresses-import", "en"): "CSV file",
        ("addresses-import", "es"): "Añadir direcciones desde un archivo",
        ("sign-in-requests", "en"): "new.teacher@demo.example",
        ("sign-in-requests", "es"): "Ninguna persona activa tiene esta dirección",
        ("sign-in-refused", "en"): "Nobody was refused",
        ("sign-in-refused", "es"): "Rechazados",
        ("year", "en"): "Another schedule than usual",
        ("year", "es"): "El borrador es distinto de lo que vale",
        ("year-draft", "en"): "Keep in the draft",
        ("year-draft", "es"): "Letras que se turnan: A, B",
        ("year-import", "en"): "An .ics file of up to 750 KB.",
        ("year-import", "es"): "Lo que se publicó",
        ("year-none", "en"): "There is no calendar yet",
        ("year-none", "es"): "A los horarios de timbre",
        ("settings", "en"): "Name of id field 1",
        ("settings", "es"): "Correo de resultados",
        ("bells-begin", "en"): "You can begin with an empty calendar",
        ("bells-begin", "es"): "Empezar con un calendario vacío",
        ("bells", "en"): "Codes of your classes",
        ("bells", "es"): "Códigos de sus clases",
        ("forgot-password", "en"): "Mail me a link",
        ("forgot-password", "es"): "¿Olvidó su contraseña?",
        ("set-password", "en"): "This page needs the link from your mail.",
        ("set-password", "es"): "Pedir otro enlace",
        ("sign-in-link", "en"): "You need no password.",
        ("sign-in-link", "es"): "No necesita contraseña.",
        ("connection-request", "en"): "The link is not whole",
        ("connection-request", "es"): "El enlace no está completo",
        ("no-permission", "en"): "This is not open to you",
        ("no-permission", "es"): "Usted no tiene acceso a esto",
        ("not-found", "en"): "There is no page here",
        ("not-found", "es"): "Aquí no hay ninguna página",
    }
    assert [named(view) for view in views(seen) if view["lang"] != view["language"]] == []
    other = [
        (named(view), view["words"])
        for view in views(seen)
        if words[view["name"], view["language"]] not in view["words"]
    ]
    assert other == []


def test_no_page_breaks_a_rule_of_its_own_address(seen: list[dict[str, Any]]) -> None:
    said = [error for view in seen if view["name"] == "console" for error in view["errors"]]
    # The page of a school of others is refused on purpose.
    assert [error for error in said if "/v1/schools/of-others" not in error] == []


def test_the_first_load_is_within_its_budget(seen: list[dict[str, Any]]) -> None:
    assert seen  # the console was built for it
    files = first_load()
    assert {name.rpartition(".")[2] for name in files} == {"css", "js"}
    assert 100_000 < sum(files.values()) <= 350_000, files
