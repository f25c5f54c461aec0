"""Where a fact of a sheet comes from, in words: the file and its row, as its sender knows them."""

import re
from collections.abc import Collection, Mapping

from mianshen.bureau.intake.services import batch_names
from mianshen.bureau.registry.services import places_of_listings
from mianshen.policy.saying import Said, said

_ORIGIN = re.compile(r"batch:(\d+)(?: listing:(\d+))?(?: (.*))?", re.DOTALL)


def origins_in_words(origins: Collection[str]) -> Mapping[str, str]:
    """Each origin that is a batch's as people read it, others as they are; two queries."""
    matches = {one: match for one in set(origins) if (match := _ORIGIN.fullmatch(one))}
    names = batch_names({int(match[1]) for match in matches.values()})
    places = places_of_listings({int(match[2]) for match in matches.values() if match[2]})
    told = {one: one for one in origins}
    for origin, match in matches.items():
        rest = match[3] or ""
        place, document = (places.get(int(match[2]), ""), rest) if match[2] else (rest, "")
        told[origin] = _told(names.get(int(match[1]), ""), place, document)
    return told


def _told(name: str, place: str, document: str) -> Said:
    """A place of a file is its name, a colon and the line."""
    before, _, line = place.rpartition(":")
    file = before or name
    where = Said(file, file) if file else said("an earlier load", "此前载入的数据")
    if line.isdigit():
        where = said("{file}, row {line}", "{file} 第 {line} 行", file=where, line=line)
    if document:
        where = said("{where}, {document}", "{where}，{document}", where=where, document=document)
    return where
