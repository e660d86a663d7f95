import re

# What XML 1.0 has no place for (section 2.2), though people paste it.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def for_xml(text: str) -> str:
    return FORBIDDEN.sub("", text)
