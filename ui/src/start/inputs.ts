import type { Input, Json } from '../api/types'

/** What stands in the fields of a form, as typed. */
export type Typed = Record<string, string>

const DURATION =
  /^(?=.*\d)(\d+d)? ?(\d+h)? ?(\d+m)? ?(\d+s)? ?(\d+ms)?$|^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/
const IPV4 = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.|$)){4}$/
const MAC = /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i

/** Why a text is not a value of its input; null if it is one. The service has the last word. */
export function wrong(input: Input, text: string | undefined): string | null {
  const value = (text ?? '').trim()
  if (value === '') return input.required && input.default == null ? 'must be given' : null
  if (input.one_of?.length) return input.one_of.map(String).includes(value) ? null : `one of ${input.one_of.join(', ')}`
  switch (input.type) {
    case 'integer':
      return /^-?\d+$/.test(value) ? null : 'a whole number'
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(value) ? null : 'a number'
    case 'boolean':
      return value === 'true' || value === 'false' ? null : 'yes or no'
    case 'duration':
      return DURATION.test(value) ? null : 'a time such as 30s, 45m, 2h 30m'
    case 'ip_address':
      return IPV4.test(value) || (value.includes(':') && /^[0-9a-f:.]+$/i.test(value)) ? null : 'an IP address'
    case 'subnet_mask':
      return IPV4.test(value) || /^\/?\d{1,3}$/.test(value) ? null : 'a mask such as 255.255.255.0'
    case 'mac_address':
      return MAC.test(value) ? null : 'a MAC address'
    case 'map':
    case 'any':
      return input.type === 'any' || parsedJson(value) !== undefined ? null : 'JSON, such as {"key": "value"}'
    default:
      return null
  }
}

function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The values to send: what is empty is not given. */
export function valuesOf(inputs: Input[], typed: Typed): Record<string, Json> {
  const values: Record<string, Json> = {}
  for (const input of inputs) {
    const text = (typed[input.name] ?? '').trim()
    if (text === '') continue
    switch (input.type) {
      case 'secret':
        values[input.name] = typed[input.name] ?? '' // blanks at its ends may belong to it
        break
      case 'integer':
      case 'decimal':
        values[input.name] = Number(text)
        break
      case 'boolean':
        values[input.name] = text === 'true'
        break
      case 'list':
        values[input.name] = text.startsWith('[') ? (parsedJson(text) ?? text) : text.split(/[,\s]+/).filter(Boolean)
        break
      case 'map':
      case 'any':
        values[input.name] = parsedJson(text) ?? text
        break
      default:
        values[input.name] = text
    }
  }
  return values
}
