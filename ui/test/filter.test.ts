import { describe, expect, test } from 'vitest'
import type { Server } from '../src/api/types'
import { compareVersions, complete, filter, parse } from '../src/fleet/filter'

const server = (more: Partial<Server>): Server => ({ server_id: 's', state: 'quiet', ...more })

const FLEET = [
  server({
    server_id: '1',
    hostname: 'r14-u01',
    rack: 'R14',
    state: 'needs_person',
    kind: 'held',
    vendor: 'Dell Inc.',
    bios_version: '2.19.1',
  }),
  server({
    server_id: '2',
    hostname: 'r14-u03',
    rack: 'R14',
    state: 'running',
    kind: 'running',
    vendor: 'HPE',
    bios_version: '2.8.0',
  }),
  server({
    server_id: '3',
    hostname: 'r04-u01',
    rack: 'R04',
    state: 'ready',
    kind: 'ready',
    vendor: 'Dell Inc.',
    firmware: 'out_of_baseline',
  }),
  server({ server_id: '4', hostname: 'lab', state: 'quiet', message: 'never commissioned' }),
]
const found = (text: string) => filter(FLEET, text).map(each => each.server_id)

describe('the filter of the fleet', () => {
  test('an empty text finds everything, in its order', () => expect(found('  ')).toEqual(['1', '2', '3', '4']))
  test('a key narrows, several keys narrow together', () => {
    expect(found('vendor:dell')).toEqual(['1', '3'])
    expect(found('vendor:dell rack:14')).toEqual(['1'])
  })
  test('a rack is found by its number, and 4 is not 14', () => {
    expect(found('rack:14')).toEqual(['1', '2'])
    expect(found('rack:4')).toEqual(['3'])
    expect(found('rack:R04')).toEqual(['3'])
  })
  test('a comma is or, a minus is not', () => {
    expect(found('state:ready,running')).toEqual(['2', '3'])
    expect(found('-vendor:dell')).toEqual(['2', '4'])
  })
  test('needs means those that need a person', () => expect(found('state:needs')).toEqual(['1']))
  test('a word is looked for everywhere, in messages too', () => expect(found('commissioned')).toEqual(['4']))
  test('an unknown key is a word', () => expect(found('colour:red')).toEqual([]))
  test('a quoted value keeps its blanks', () => expect(found('vendor:"dell inc."')).toEqual(['1', '3']))
  test('an open quote at the end does no harm', () => expect(found('vendor:"dell in')).toEqual(['1', '3']))
  test('versions are compared by their numbers', () => {
    expect(found('bios<2.19')).toEqual(['2'])
    expect(found('bios>2.8.0')).toEqual(['1'])
    expect(compareVersions('2.9', '2.10')).toBeLessThan(0)
    expect(compareVersions('1.0b', '1.0a')).toBeGreaterThan(0)
    expect(compareVersions('2.0', '2')).toBe(0)
  })
  test('none finds what is not known', () => expect(found('rack:none')).toEqual(['4']))
  test('a half-typed key finds by the word and never throws', () => {
    for (const text of ['rack:', ':', '-', '"', 'bios<', '-"']) expect(() => filter(FLEET, text)).not.toThrow()
    expect(found('rack:')).toEqual(['1', '2', '3'])
  })
  test('a minus alone before a word is part of the term', () =>
    expect(parse('-state:held')).toEqual([{ key: 'state', op: ':', value: 'held', not: true }]))
})

describe('its completion', () => {
  test('completes keys', () => expect(complete(FLEET, 've', 2)).toEqual({ from: 0, options: ['vendor:'] }))
  test('completes values that there are, the commonest first', () =>
    expect(complete(FLEET, 'rack:14 vendor:', 15)).toEqual({ from: 8, options: ['vendor:"Dell Inc."', 'vendor:HPE'] }))
  test('keeps the minus', () => expect(complete(FLEET, '-rack:r1', 8).options).toEqual(['-rack:R14']))
  test('offers nothing where nothing was typed', () => expect(complete(FLEET, '', 0).options).toEqual([]))
})
