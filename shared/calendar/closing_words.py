"""Whether an event's name says that there is no school: a guess, for a person to confirm. Pure."""

from __future__ import annotations

import re
import unicodedata

_SCHOOL_AT_OTHER_HOURS = (
    r"half[ -]?days?|minimum days?|modified days?|early (?:release|dismissal|out|closing)",
    r"(?:late|delayed) (?:start|opening|arrival)|delay|make[ -]?up|in session|school (?:is )?open",
    r"school (?:begins|starts|resumes|reopens)|classes (?:begin|start|resume)|back to school",
    r"(?:first|last) day (?:of|before|for)|return from",
    r"medio dia|media jornada|(?:salida|entrada) (?:temprana|tardia|tarde)|sal(?:ida|en) temprano",
    r"inicio tardio|(?<!no )(?<!no habra )hay clases|regreso a (?:clases|la escuela)|recuperacion",
    r"(?:inicio|comienzo) de (?:las )?clases|(?:primer|ultimo) dia",
)
_NO_SCHOOL = (
    r"no (?:school|class(?:es)?|students?)|schools? (?:is |are |will be )?closed",
    r"sin clases?|no (?:hay|habra) (?:clases?|escuela)|suspension de clases|escuelas? cerradas?",
)
_SOMETHING_ON_THE_DAY = (
    r"pictures?|photos?|pt[aos]a?|ptsa|pto|meetings?|concerts?|part(?:y|ies)|dances?|fairs?|sales?",
    r"assembl(?:y|ies)|luncheons?|feast|breakfast|potluck|parade|program|performance|fundraisers?",
    r"tournaments?|games?|practice|try[ -]?outs|camps?|conferences?|registration|enrollment",
    r"deadline|applications?|library|cafeteria|office|gym|parking|shopping|packets?|homework",
    r"fotos?|reunion(?:es)?|conciertos?|fiestas?|bailes?|ferias?|asambleas?|desfiles?|almuerzo",
    r"desayuno|torneos?|partidos?|campamentos?|conferencias?|inscripcion(?:es)?|biblioteca",
    r"oficinas?|tareas?",
)
_DAY_OFF = (
    r"holidays?|breaks?|recess|vacations?|closed|closures?|days? off|snow days?",
    r"labor day|memorial day|veterans'? day|thanksgiving|christmas|new year'?s?(?: day| eve)?",
    r"martin luther king|mlk|presidents?'?s? day|washington'?s birthday|lincoln'?s birthday",
    r"juneteenth|independence day|(?:fourth|4th) of july|columbus day|indigenous peoples?'?s? day",
    r"good friday|easter|yom kippur|rosh hashanah|passover|eid|diwali|lunar new year",
    r"cesar chavez|(?:teacher|staff) (?:work ?day|institute day)|teacher work day",
    r"(?:professional|staff) (?:development|learning) day|(?:teacher )?in-?service(?: day)?",
    r"feriados?|dias? festivos?|vacaciones|receso|asueto|cerrad[oa]s?|cierre|dias? libres?",
    r"dia (?:del trabajo|de los caidos|de los veteranos|de los presidentes|de la independencia)",
    r"accion de gracias|navidad|ano nuevo|semana santa|viernes santo|dia de (?:los )?reyes",
    r"dia de nieve|descanso",
)


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


_PATTERNS = tuple(
    (_any_of(words), closes)
    for words, closes in (
        # The first that is found counts: a party in the holidays is a party, and where there is no
        # school because of a meeting, there is no school.
        (_SCHOOL_AT_OTHER_HOURS, False),
        (_NO_SCHOOL, True),
        (_SOMETHING_ON_THE_DAY, False),
        (_DAY_OFF, True),
    )
)


def seems_closed(name: str) -> bool:
    """True where an all-day event of this name, in English or Spanish, seems to close school."""
    apart = unicodedata.normalize("NFKD", name.casefold().replace("\u2019", "'"))
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    for pattern, closes in _PATTERNS:
        if pattern.search(plain):
            return closes
    return False
