"""Tells whether a query is in a language other than English, well enough to hint at a model that understands it.

Pure data and counting, standard library only. Careful rather than keen: a hint that is wrong is worse than none, so a
word that English has too, or that stands in names of places, counts for nothing.
"""

from __future__ import annotations

import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Short words that hold a sentence together. Those that English has as well ("am", "war", "on", "a") are left out;
# they only count in small letters, for "La Paz" and "Los Angeles" are English.
_PARTICLES = {
    "de": "ein eine einen einem einer und oder mit ohne auf unter über neben vor hinter zwischen der das den dem des "
    "im ist sind nicht viele zwei drei vom zum zur bei beim",
    "fr": "un une le la les des du au aux et ou avec sans sur sous dans devant derrière est sont deux trois qui près "
    "d'un d'une",
    "es": "un una unos unas el la los las del y con sin sobre bajo detrás está están dos tres en junto al",
    "it": "un uno una il lo gli della del nella nel sul sulla con senza sotto davanti dietro sono due tre che di degli",
    "pt": "um uma uns umas os dos da na no nas nos com sem sobre atrás está estão dois duas três em ao",
    "nl": "een het en met zonder op onder naast voor achter zijn niet twee drie van de bij aan",
    "pl": "na w z ze bez pod nad przed jest są nie dwa dwie trzy i oraz przy obok",
    "sv": "en ett och med utan på under bredvid framför bakom är inte två tre som av",
    "da": "en et og med uden på foran bag er ikke to tre som af ved",
    "fi": "ja kanssa ilman on ei kaksi kolme vieressä",
    "cs": "na v s bez pod nad před je jsou dva dvě tři a u vedle",
    "tr": "bir ve ile üzerinde altında önünde iki üç olan",
    "hu": "egy és nélkül alatt előtt mögött van két három",
    "ro": "un o și cu fără pe sub lângă este sunt doi două trei în",
}
# Spelled the same as an English word, or part of too many names.
_ENGLISH_TOO = set("a am an as at i in is it me no on or so to us we he be by do go my of o s d la du y u v w z")

# What people look for in photographs. One of them says enough, so none of them is an English word or a common name.
_NOUNS = _words(
    "hund hunde katze katzen kind kinder mädchen junge jungen frau frauen mann männer strand schnee meer see berg "
    "berge wald baum bäume blume blumen haus häuser straße stadt himmel sonnenuntergang pferd pferde vogel vögel "
    "fahrrad hochzeit geburtstag kuchen weihnachten urlaub chien chiens chatte enfant enfants fille garçon femme "
    "femmes homme hommes plage neige mer montagne montagnes forêt arbre arbres fleur fleurs maison maisons rue "
    "ville ciel cheval chevaux oiseau oiseaux vélo voiture mariage anniversaire gâteau noël vacances coucher "
    "soleil perro perros gato gatos niño niña niños mujer mujeres hombre hombres playa nieve montaña montañas "
    "bosque árbol árboles flores calle ciudad cielo caballo caballos pájaro pájaros bicicleta coche boda "
    "cumpleaños pastel navidad vacaciones puesta cane cani gatto gatti bambino bambina bambini donna donne uomo "
    "uomini spiaggia neve montagna montagne bosco albero alberi fiore fiori strada città cavallo cavalli uccello "
    "uccelli bicicletta macchina matrimonio compleanno torta natale vacanze tramonto cachorro cachorros cão cães "
    "menino menina crianças mulher mulheres homem homens praia montanha floresta árvore árvores rua cidade céu "
    "cavalo cavalos pássaro pássaros carro casamento aniversário bolo férias hond honden kat katten kinderen "
    "meisje vrouw vrouwen mannen sneeuw zee bergen bos boom bomen bloem bloemen huis huizen straat lucht "
    "zonsondergang paard paarden vogels fiets bruiloft verjaardag taart kerstmis vakantie pies psy kot koty "
    "dziecko dzieci dziewczyna chłopiec kobieta kobiety mężczyzna plaża plaży śnieg śniegu morze góry górach las "
    "drzewo drzewa kwiat kwiaty dom ulica miasto niebo koń konie ptak ptaki rower samochód ślub urodziny hunden "
    "katt barn flicka pojke kvinna snö hav skog träd blomma blommor hus gata himmel häst fågel cykel bröllop "
    "köpek kedi çocuk çocuklar kadın adam plaj kar deniz dağ orman ağaç çiçek ev sokak"
) - _words(
    # English words and names among them.
    "see mann junge himmel bergen bolo pastel barn chatte coucher pies las dom psy ev kar plaj adam cane cani bos "
    "boom rue ville mer fiore coche torta lucht hus kat natale carro kind flores montagne soleil"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_FILTER = re.compile(r"(?:^|\s)[-−]?(?:[A-Za-z]+:)?(?:\"[^\"]*\"?|(?<=:)\S+)|(?:^|\s)[-−]?[A-Za-z]+:\S+")
_ENGLISH = _words(
    "the an and with of are is at by near from two three people man men woman women boy girl girls boys dog dogs "
    "child children wearing standing sitting playing running white black red blue green brown"
)


def seems_foreign(text: str) -> bool:
    """Whether the words of a query (names in quotes and filters apart) seem to be in a language but English."""
    plain = _FILTER.sub(" ", unicodedata.normalize("NFC", text))
    letters = [letter for letter in plain if letter.isalpha()]
    if not letters:
        return False
    if sum(not _latin(letter) for letter in letters) * 2 > len(letters):
        return True
    words = _WORD.findall(plain)
    if any(word.casefold() in _NOUNS for word in words) and not _english(words):
        return True
    small = {word for word in words if word == word.lower()}
    particles = max(len(small & known) for known in _KNOWN.values())
    return particles >= 2 and not _english(words)


def _english(words: list[str]) -> bool:
    """Whether English words hold it together."""
    return any(word.casefold() in _ENGLISH for word in words)


def _latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE"))


_KNOWN = {language: set(words.split()) - _ENGLISH_TOO for language, words in _PARTICLES.items()}
