/** `waiting_for_approval` as people write it. */
export const words = (name: string | null | undefined) => (name ?? '').replaceAll('_', ' ')

export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** A value in a line: text as it is, anything else as JSON. */
export function plain(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Rack and unit of a location that has both in one word: `B12-U07`. */
export function placed<T extends { rack?: string | null; unit?: number | null }>(of: T): T {
  const found = of.unit == null && /^(.*?)[\s/,:-]*U(\d{1,2})$/i.exec(of.rack ?? '')
  return found ? { ...of, rack: found[1] || null, unit: Number(found[2]) } : of
}

/** `R14 · U07`. */
export function position(at: { rack?: string | null; unit?: number | null }): string {
  const of = placed(at)
  if (!of.rack) return '–'
  return of.unit == null ? of.rack : `${of.rack} · U${String(of.unit).padStart(2, '0')}`
}

/** Enough of a run's id to tell it from others: its end, since ids of one hour begin alike. */
export const shortRun = (id: string) => id.slice(-8)
