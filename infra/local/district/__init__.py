"""The demo district: three schools of invented people, made from a seed, written as roster files.

`truth` says what should be in Firestore afterwards. It comes from the generator's own values, so
nothing here imports the code that is checked with it.
"""

from infra.local.district.files import write_files
from infra.local.district.generate import generate
from infra.local.district.model import District, Guardian, Person, School
from infra.local.district.mutate import draw_leavers, with_newcomers, without, without_share
from infra.local.district.truth import truth, write_truth

__all__ = [
    "District",
    "Guardian",
    "Person",
    "School",
    "draw_leavers",
    "generate",
    "truth",
    "with_newcomers",
    "without",
    "without_share",
    "write_files",
    "write_truth",
]
