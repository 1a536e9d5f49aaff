/** Short tones, made by the browser: there are no files to load. Off until somebody wants them. */
import { preferences, type SoundName } from "@/state/preferences";

interface Tone {
  readonly hertz: number;
  readonly seconds: number;
}

const TONES: Readonly<Record<SoundName, readonly Tone[]>> = {
  accepted: [{ hertz: 520, seconds: 0.06 }],
  filled: [
    { hertz: 660, seconds: 0.08 },
    { hertz: 880, seconds: 0.12 },
  ],
  rejected: [
    { hertz: 300, seconds: 0.12 },
    { hertz: 200, seconds: 0.2 },
  ],
  cancelled: [{ hertz: 400, seconds: 0.1 }],
  alert: [
    { hertz: 880, seconds: 0.1 },
    { hertz: 0, seconds: 0.05 },
    { hertz: 880, seconds: 0.1 },
  ],
};
const FADE_SECONDS = 0.01;

let context: AudioContext | undefined;

/** Play it if sounds are on and this one is not muted. */
export function sound(name: SoundName): void {
  const { isOn, volume, muted } = preferences().sounds;
  if (isOn && !muted.includes(name)) play(name, volume);
}

/** Play it in any case, to try it. `volume` is from 0 to 100. */
export function play(name: SoundName, volume: number): void {
  if (!("AudioContext" in globalThis) || volume <= 0) return;
  context ??= new AudioContext();
  // A browser lets nothing be heard before something was pressed.
  if (context.state === "suspended") void context.resume();
  let at = context.currentTime;
  for (const tone of TONES[name]) {
    if (tone.hertz > 0) beep(context, tone, at, volume / 100);
    at += tone.seconds;
  }
}

function beep(audio: AudioContext, { hertz, seconds }: Tone, at: number, volume: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume * 0.3, at + FADE_SECONDS);
  gain.gain.setValueAtTime(volume * 0.3, at + seconds - FADE_SECONDS);
  gain.gain.linearRampToValueAtTime(0, at + seconds);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds);
}
