"""The two check sums of FLAC (RFC 9639, sections 9.1.8 and 9.3)."""


def crc(data: bytes, polynomial: int, bits: int) -> int:
    value, top, mask = 0, 1 << (bits - 1), (1 << bits) - 1
    for byte in data:
        value ^= byte << (bits - 8)
        for _ in range(8):
            value = (value << 1 ^ polynomial if value & top else value << 1) & mask
    return value


def crc8(data: bytes) -> int:
    return crc(data, 0x07, 8)


def crc16(data: bytes) -> int:
    return crc(data, 0x8005, 16)
