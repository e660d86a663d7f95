"""Tempo, key and loudness range of the sound on standard input; an engine, run by the gate and by nobody else.

RhythmExtractor2013 with Degara's beat tracker (Degara et al. 2012); KeyExtractor with Temperley's profiles
(Temperley 1999), the best of the six on pieces of known key (docs/benchmarks.md); loudness range after EBU Tech 3342.
"""

import json
import sys
import wave

import essentia
import numpy as np

essentia.log.infoActive = False
essentia.log.warningActive = False

import essentia.standard as es  # noqa: E402 - it would greet us on standard error

FULL_SCALE = 32768.0
# Below, nobody hears a tempo or a key: -60 dBFS.
SILENCE = 0.001
SHORTEST_SECONDS = 10.0


def read_sound() -> tuple[np.ndarray, int]:
    with wave.open(sys.stdin.buffer, "rb") as file:
        data, rate, channels = file.readframes(file.getnframes()), file.getframerate(), file.getnchannels()
    return np.frombuffer(data, "<i2").reshape(-1, channels).astype(np.float32) / FULL_SCALE, rate


def measure(sound: np.ndarray, rate: int) -> dict[str, float | str | None]:
    mono = np.ascontiguousarray(sound.mean(axis=1))
    found: dict[str, float | str | None] = {"seconds": len(mono) / rate, "library": f"essentia {essentia.__version__}"}
    if len(mono) < SHORTEST_SECONDS * rate or float(np.abs(mono).max()) < SILENCE:
        return found
    tempo = es.RhythmExtractor2013(method="degara")(mono)[0]
    key, scale, strength = es.KeyExtractor(profileType="temperley", sampleRate=rate)(mono)
    loudness_range = es.LoudnessEBUR128(sampleRate=rate)(sound)[3]
    return {
        **found,
        "tempo": float(tempo) or None,
        "key": key,
        "mode": scale,
        "key_strength": float(strength),
        "loudness_range": float(loudness_range),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(*read_sound())))
