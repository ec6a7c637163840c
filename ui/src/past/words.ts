import type { Tone } from '../parts/state'
import { duration } from '../parts/time'

const TONES: Record<string, Tone> = {
  completed: 'done',
  success: 'done',
  failed: 'bad',
  failure: 'bad',
  interrupted: 'warn',
}

/** What the original's words stand for; it knew more of them than it meant to. */
export const pastTone = (status: string | null | undefined): Tone => TONES[(status ?? '').toLowerCase()] ?? 'calm'

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?$/

/** To the second, as the original's machine counted: it wrote no zone, so none is made up. */
export function pastTime(text: string | null | undefined): string {
  const found = TIME.exec(text ?? '')
  return found ? `${found[1]} ${found[2]}` : (text ?? '')
}

/** How long it took; nothing where one of the times is none. */
export function pastTook(from: string | null | undefined, to: string | null | undefined): string {
  if (!TIME.test(from ?? '') || !TIME.test(to ?? '')) return ''
  const at = (text: string) => Date.parse(`${text.replace(' ', 'T').slice(0, 23)}Z`)
  return duration((at(to as string) - at(from as string)) / 1000)
}
