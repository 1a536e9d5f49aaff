/** Short sounds for events, off until the user wants them. */
import { preferences, type SoundName } from "./preferences";

/** Hertz of the tones one after the other: up is good, down is bad, equal is a question. */
const TONES: Record<SoundName, readonly number[]> = {
  accepted: [660],
  filled: [660, 880],
  rejected: [440, 220],
  cancelled: [520, 390],
  alert: [880, 880, 880],
};

const TONE_S = 0.11;
const GAP_S = 0.02;

let context: AudioContext | undefined;

function tone(audio: AudioContext, hertz: number, at: number, loudness: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.01); // without the ramps it clicks
  gain.gain.linearRampToValueAtTime(0, at + TONE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + TONE_S);
}

/** Sound an event, whatever the settings say: for trying it out. */
export function sound(name: SoundName, volume: number): void {
  if (!("AudioContext" in globalThis)) return;
  context ??= new AudioContext();
  void context.resume(); // browsers keep it asleep until the page was touched
  for (const [index, hertz] of TONES[name].entries())
    tone(context, hertz, context.currentTime + index * (TONE_S + GAP_S), (volume / 100) * 0.3);
}

/** Whether the user wants to hear this event. */
export function isHeard(name: SoundName): boolean {
  const { isOn, muted, volume } = preferences().sounds;
  return isOn && volume > 0 && !muted.includes(name);
}

/** Sound an event if the user wants to hear it. */
export function play(name: SoundName): void {
  if (isHeard(name)) sound(name, preferences().sounds.volume);
}
