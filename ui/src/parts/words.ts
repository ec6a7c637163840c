/** `waiting_for_approval` as people write it. */
export const words = (name: string | null | undefined) => (name ?? '').replaceAll('_', ' ')

export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** A value in a line: text as it is, anything else as JSON. */
export function plain(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** `R14 U07`. */
export function position(of: { rack?: string | null; unit?: number | null }): string {
  if (!of.rack) return '–'
  return of.unit == null ? of.rack : `${of.rack} · U${String(of.unit).padStart(2, '0')}`
}
