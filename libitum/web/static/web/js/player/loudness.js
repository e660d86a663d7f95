// Loudness normalisation: every track at the same programme loudness (ITU-R BS.1770, EBU R 128).

export const TARGET_LUFS = -14;
const CEILING_DBTP = -1;
const MOST_BOOST_DB = 12; // a near-silent field recording stays a quiet one
const RAMP = 0.02; // s
const PATIENCE = 1000; // ms for the graph to start before the element sounds without it

/** Linear gain for a track's `{integrated_lufs, true_peak_dbtp}`; 1 when nothing is known. */
export function gainFor(loudness, target = TARGET_LUFS) {
  if (!Number.isFinite(loudness?.integrated_lufs)) return 1;
  const wanted = Math.min(target - loudness.integrated_lufs, MOST_BOOST_DB);
  const headroom = CEILING_DBTP - (loudness.true_peak_dbtp ?? 0);
  return 10 ** (Math.min(wanted, headroom) / 20);
}

/**
 * Applies volume and gain to an audio element. A graph can also raise quiet tracks and change at an exact
 * moment; WebKit stops a graph when the page goes to the background, so there the element only turns down.
 */
export class Mixer {
  #audio;
  #context = null;
  #node = null;
  #gain = 1;
  #volume = 1;

  constructor(audio, useGraph) {
    this.#audio = audio;
    this.useGraph = useGraph && "AudioContext" in self && !("GestureEvent" in self);
  }

  /**
   * Readies the graph, or gives up after a moment: the element then sounds without it. To be called from a click or
   * key, before which browsers start no graph. An element tied to a graph that stands still is silent, so it is tied
   * to one that runs.
   */
  async wake() {
    if (!this.useGraph || navigator.userActivation?.hasBeenActive === false) return;
    this.#context ??= this.#newContext();
    if (this.#context.state !== "running") {
      await Promise.race([this.#context.resume(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    }
    if (!this.#node && this.#context.state === "running") this.#tie();
  }

  #newContext() {
    const context = new AudioContext({ latencyHint: "playback" });
    context.addEventListener("statechange", () => {
      if (this.#node && !this.#audio.paused && context.state !== "running") context.resume();
    });
    return context;
  }

  #tie() {
    this.#node = this.#context.createGain();
    this.#node.gain.value = this.#gain;
    this.#context.createMediaElementSource(this.#audio).connect(this.#node).connect(this.#context.destination);
    this.volume = this.#volume;
  }

  /** 0 to 1; heard on a curve, as ears are. */
  set volume(value) {
    this.#volume = value;
    this.#audio.volume = Math.min(1, value ** 2 * (this.#node ? 1 : this.#gain));
  }

  /** Sets the gain of what sounds `delay` seconds from now on. */
  setGain(gain, delay = 0) {
    this.#gain = gain;
    if (!this.#node) {
      this.volume = this.#volume;
      return;
    }
    const at = this.#context.currentTime + delay;
    const param = this.#node.gain;
    param.cancelScheduledValues(this.#context.currentTime);
    param.setTargetAtTime(gain, at, RAMP / 4);
  }
}
