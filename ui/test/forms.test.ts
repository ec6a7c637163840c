import { describe, expect, test } from 'vitest'
import { hits } from '../src/frame/find'
import { placed, position } from '../src/parts/words'
import { match } from '../src/route/match'
import { requestOf, stepOf } from '../src/runs/act'
import { batchName, batchOf } from '../src/start/BatchTerms'
import { valuesOf, wrong } from '../src/start/inputs'
import { pieces } from '../src/templates/highlight'

describe('an input', () => {
  const input = (type: string, more = {}) => ({ name: 'x', type, ...more })
  test.each([
    ['integer', '12', true],
    ['integer', '1.5', false],
    ['duration', '2h 30m', true],
    ['duration', 'PT5M', true],
    ['duration', 'soon', false],
    ['ip_address', '10.0.0.256', false],
    ['ip_address', '10.0.0.25', true],
    ['ip_address', 'fe80::1', true],
    ['mac_address', '52:54:00:aa:bb:cc', true],
    ['map', '{"a": 1}', true],
    ['map', '{a', false],
  ])('%s takes %s: %s', (type, text, right) => expect(wrong(input(type), text) === null).toBe(right))
  test('one that is required must be given, unless it has a default', () => {
    expect(wrong(input('string', { required: true }), ' ')).not.toBeNull()
    expect(wrong(input('string', { required: true, default: 'a' }), '')).toBeNull()
  })
  test('only what was typed is sent, with its type', () =>
    expect(
      valuesOf(
        [input('integer'), { name: 'l', type: 'list' }, { name: 'b', type: 'boolean' }, { name: 'e', type: 'string' }],
        {
          x: ' 3 ',
          l: 'a, b',
          b: 'false',
          e: '  ',
        },
      ),
    ).toEqual({ x: 3, l: ['a', 'b'], b: false }))
})

describe('an action', () => {
  const situation = { urgency: 'needs_person', kind: 'held', run_id: 'R' } as const
  test('names its step', () => {
    expect(stepOf('hwauto run approve R checks/ask')).toBe('checks/ask')
    expect(stepOf('run resume R --skip stage')).toBe('stage')
    expect(stepOf('run approve R ask --reject')).toBe('ask')
    expect(stepOf('run resume R')).toBeNull()
  })
  test('a held run is resumed, without a step where that is what was asked', () => {
    const effect = ''
    expect(requestOf({ kind: 'resume', command: 'run resume R', effect }, situation, 'why')).toEqual({
      path: '/runs/R/resume',
      body: { reason: 'why' },
    })
    expect(requestOf({ kind: 'skip', command: 'run resume R --skip stage', effect }, situation, 'why')).toEqual({
      path: '/runs/R/resume',
      body: { reason: 'why', skips: ['stage'] },
    })
  })
  test('a paused one goes on', () =>
    expect(
      requestOf({ kind: 'resume', command: 'run resume R', effect: '' }, { ...situation, kind: 'paused' }, '')?.path,
    ).toBe('/runs/R/unpause'))
  test('looking changes nothing', () =>
    expect(requestOf({ kind: 'look', command: 'why x', effect: '' }, situation, '')).toBeNull())
})

describe('an address', () => {
  test('fits its pattern, or does not', () => {
    expect(match('/runs/:run', '/runs/7')).toEqual({ run: '7' })
    expect(match('/runs/:run', '/runs/a%20b/')).toEqual({ run: 'a b' })
    expect(match('/runs/:run', '/runs')).toBeNull()
    expect(match('/', '/')).toEqual({})
  })
  test('a broken escape is taken as it is', () =>
    expect(match('/runs/:run', '/runs/%E0%A4')).toEqual({ run: '%E0%A4' }))
})

describe('the search', () => {
  const servers = [
    { server_id: 'a', hostname: 'r1-u10', serial: 'SN1', state: 'quiet' },
    { server_id: 'b', hostname: 'r1-u1', serial: 'SN2', bmc_address: '10.0.0.1', state: 'quiet', run_id: '01RUN' },
  ] as const
  const texts = (text: string) => hits([...servers], text).map(hit => hit.text)
  test('the exact name comes first', () => expect(texts('r1-u1')).toEqual(['r1-u1', 'r1-u10']))
  test('serials, addresses and runs are found', () => {
    expect(texts('sn2')).toEqual(['r1-u1'])
    expect(texts('10.0.0')).toEqual(['r1-u1'])
    expect(texts('01run')).toEqual(['run 01RUN'])
  })
  test('nothing is found for nothing', () => expect(texts(' ')).toEqual([]))
})

describe('a batch', () => {
  const terms = { name: ' rack12 ', max: '4', perRack: '', stopAfter: ' 10% ' }
  test('is told what was typed, and nothing that was left empty', () =>
    expect(JSON.parse(JSON.stringify(batchOf(terms, ['a', 'b'])))).toEqual({
      name: 'rack12',
      servers: [{ server: 'a' }, { server: 'b' }],
      max: 4,
      stop_after: '10%',
    }))
  test('is named after what and when', () =>
    expect(batchName('commissioning', new Date(2026, 10, 29, 2, 41, 7))).toBe('commissioning-1129-024107'))
})

describe('a place in a rack', () => {
  test('is read out of a location of one word, and not out of other words', () => {
    expect(placed({ rack: 'B12-U07' })).toEqual({ rack: 'B12', unit: 7 })
    expect(placed({ rack: 'row 3/B12 u7' })).toEqual({ rack: 'row 3/B12', unit: 7 })
    expect(placed({ rack: 'lab', unit: null })).toEqual({ rack: 'lab', unit: null })
    expect(placed({ rack: 'B12-U07', unit: 3 })).toEqual({ rack: 'B12-U07', unit: 3 })
    expect(position({ rack: 'B12-U07' })).toBe('B12 · U07')
  })
})

describe('the colours of YAML', () => {
  test.each([
    ['  - name: look # first', ['  - :plain', 'name:key', '::plain', ' look :value', '# first:comment']],
    ['a: "x # y"', ['a:key', '::plain', ' "x # y":text']],
    ['# all', ['# all:comment']],
    ['url: http://x', ['url:key', '::plain', ' http://x:value']],
  ])('%s', (line, expected) => expect(pieces(line).map(piece => `${piece.text}:${piece.kind}`)).toEqual(expected))
  test('no letter is lost', () => {
    for (const line of ['', '   ', '- - a', 'a:b: c', '"q: r": s', "it's # so", '- {a: b, c: "#"}']) {
      expect(
        pieces(line)
          .map(piece => piece.text)
          .join(''),
      ).toBe(line)
    }
  })
})
