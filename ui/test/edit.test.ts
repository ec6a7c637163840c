import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { diff, folded } from '../src/builder/diff'
import { besideNext, freeName, insertAt, linesOf, moveTo, parse, removeAt, setAt, ungroup } from '../src/builder/edit'
import { fixOf } from '../src/builder/fix'
import { begin, change, redo, undo } from '../src/builder/history'
import { actionOf, missing, read } from '../src/builder/read'
import { spotAt } from '../src/builder/spot'
import { layout } from '../src/graph/layout'

const TEXT = `# about the file
name: own   # its name
description: "Stage, then restart"

inputs:
  device_type: {type: device_type, required: true}

steps:
  # looks first
  - name: look
    uses: bmc.check@1
    timeout: 1m   # short

  # then stages
  - name: stage
    uses: bios.stage@1
    with:
      device_type: "\${inputs.device_type}"
    undo: bios.restore
  - {name: reset, uses: host.reboot@1, retry: 1}

on_failure: hold
`
const names = (text: string) =>
  (parseYaml(text).steps as { name?: string; parallel?: { name: string }[] }[]).map(
    s => s.name ?? s.parallel?.map(p => p.name),
  )

describe('a change of the file', () => {
  test('keeps every comment, quote and blank line that it does not touch', () => {
    expect(setAt(TEXT, ['steps', 0, 'timeout'], '2m')).toBe(
      TEXT.replace('timeout: 1m   # short', 'timeout: 2m   # short'),
    )
  })
  test('adds a key where there was none, and takes it away again without a trace', () => {
    const with1 = setAt(TEXT, ['steps', 0, 'with', 'retries'], 3)
    expect(with1).toContain('    with:\n      retries: 3')
    expect(parseYaml(setAt(with1, ['steps', 0, 'with', 'retries'], undefined))).toEqual(parseYaml(TEXT))
  })
  test('puts a step between two, whose comments stay with them', () => {
    const text = insertAt(TEXT, ['steps'], 1, { name: 'new', uses: 'bmc.verify@1' })
    expect(names(text)).toEqual(['look', 'new', 'stage', 'reset'])
    expect(text).toContain('# then stages\n  - name: stage')
  })
  test('puts the first step into an empty list', () => {
    const text = insertAt('name: x\nsteps: []\n', ['steps'], 0, { name: 'a', uses: 'bmc.check@1' })
    expect(text).toBe('name: x\nsteps:\n  - name: a\n    uses: bmc.check@1\n')
  })
  test('makes a rail that there was not', () =>
    expect(parseYaml(insertAt(TEXT, ['always'], 0, { name: 'last', uses: 'bmc.check@1' })).always).toEqual([
      { name: 'last', uses: 'bmc.check@1' },
    ]))
  test('moves a step with its comment', () => {
    const text = moveTo(TEXT, ['steps', 1], ['steps'], 3)
    expect(names(text)).toEqual(['look', 'reset', 'stage'])
    expect(text).toContain('# then stages\n  - name: stage')
    expect(names(moveTo(TEXT, ['steps', 2], ['steps'], 0))).toEqual(['reset', 'look', 'stage'])
    expect(names(moveTo(TEXT, ['steps', 0], ['steps'], 2))).toEqual(['stage', 'look', 'reset'])
  })
  test('puts two side by side, a third beside them, and takes them apart again', () => {
    const two = besideNext(TEXT, ['steps', 1])
    expect(names(two)).toEqual(['look', ['stage', 'reset']])
    const three = besideNext(two, ['steps', 0])
    expect(names(three)).toEqual([['look', 'stage', 'reset']])
    expect(names(ungroup(three, ['steps', 0]))).toEqual(['look', 'stage', 'reset'])
  })
  test('moves out of a group, which goes when it is empty', () => {
    const two = besideNext(TEXT, ['steps', 1])
    const one = moveTo(two, ['steps', 1, 'parallel', 0], ['steps'], 0)
    expect(names(one)).toEqual(['stage', 'look', ['reset']])
    expect(names(moveTo(one, ['steps', 2, 'parallel', 0], ['steps'], 0))).toEqual(['reset', 'stage', 'look'])
  })
  test('does not move a group into itself', () => {
    const two = besideNext(TEXT, ['steps', 1])
    expect(moveTo(two, ['steps', 1], ['steps', 1, 'parallel'], 0)).toBe(two)
  })
  test('removes a step, and an emptied group with its last one', () => {
    expect(names(removeAt(TEXT, ['steps', 1]))).toEqual(['look', 'reset'])
    let text = besideNext(TEXT, ['steps', 1])
    text = removeAt(removeAt(text, ['steps', 1, 'parallel', 0]), ['steps', 1, 'parallel', 0])
    expect(names(text)).toEqual(['look'])
  })
  test('leaves a text alone that it can not read', () => expect(setAt('a: [', ['a'], 1)).toBe('a: ['))
  test('finds a free name', () => {
    expect(freeName(TEXT, 'verify')).toBe('verify')
    expect(freeName(TEXT, 'look')).toBe('look_2')
  })
  test('knows the lines of a step', () => expect(linesOf(parse(TEXT), ['steps', 1], TEXT)).toEqual([15, 19]))
})

describe('the file as blocks', () => {
  const reading = read(TEXT)
  test('steps are called by their places', () =>
    expect(reading.steps.map(block => [block.id, block.title, block.undo?.title])).toEqual([
      ['steps/0', 'look', undefined],
      ['steps/1', 'stage', 'bios.restore'],
      ['steps/2', 'reset', undefined],
    ]))
  test('a text that can not be read says so', () => expect(read('steps: [').problem).not.toBeNull())
  test('half-typed things do no harm', () => {
    for (const text of ['', 'steps:', 'steps: 3', 'steps: [1, null]', 'on_failure: {steps: x}', '- a']) {
      expect(() => layout(read(text).steps, read(text).rails)).not.toThrow()
    }
  })
  test('what an action needs and does not get is told; what the run gives is not', () => {
    const action = {
      name: 'bios.stage@1',
      domain: 'bios',
      summary: '',
      inputs: [
        { name: 'device_type', type: 'device_type', required: true },
        { name: 'profile', type: 'string', required: true },
        { name: 'slow', type: 'boolean', required: true, default: false },
      ],
    }
    expect(missing({ uses: 'bios.stage' }, action, new Set(['device_type']))).toEqual(['profile'])
    expect(missing({ with: { profile: 'x' } }, action, new Set(['device_type']))).toEqual([])
    expect(actionOf([action], 'bios.stage')).toBe(action)
    expect(actionOf([action], 'bios.stage@2')).toBeUndefined()
  })
})

describe('a place to drop', () => {
  const text = besideNext(TEXT, ['steps', 1])
  const { steps, rails } = read(text)
  const picture = layout(steps, rails)
  const box = (id: string) =>
    picture.boxes.find(each => each.id === id) as { x: number; y: number; w: number; h: number }
  const spot = (x: number, y: number) => spotAt(picture, steps, rails, ['on_failure'], { x, y })
  test('left of the first is before it, behind the last is the end', () => {
    expect(spot(-50, 10)).toEqual({ list: ['steps'], index: 0 })
    expect(spot(box('steps/1').x + box('steps/1').w + 10, 10)).toEqual({ list: ['steps'], index: 2 })
  })
  test('in a group it is a lane, above or below by its height', () => {
    const group = box('steps/1')
    expect(spot(group.x + 20, group.y + 2)).toEqual({ list: ['steps', 1, 'parallel'], index: 0 })
    expect(spot(group.x + 20, group.y + group.h - 2)).toEqual({ list: ['steps', 1, 'parallel'], index: 2 })
  })
  test('on a rail it runs at the end', () => {
    const rail = box('=always')
    expect(spot(rail.x + 20, rail.y + 30)).toEqual({ list: ['always'], index: 0 })
  })
})

describe('a place to drop on a picture of several rows', () => {
  const { steps, rails } = read(TEXT)
  const picture = layout(steps, rails, 420)
  const box = (id: string) =>
    picture.boxes.find(each => each.id === id) as { x: number; y: number; w: number; h: number }
  const spot = (x: number, y: number) => spotAt(picture, steps, rails, ['on_failure'], { x, y })
  test('the row decides, then the place in it', () => {
    expect(box('steps/2').y).toBeGreaterThan(box('steps/1').y)
    expect(spot(box('steps/1').x + box('steps/1').w + 9, box('steps/1').y + 9)).toEqual({ list: ['steps'], index: 2 })
    expect(spot(box('steps/2').x - 9, box('steps/2').y + 9)).toEqual({ list: ['steps'], index: 2 })
    expect(spot(box('steps/2').x + box('steps/2').w + 9, box('steps/2').y + 9)).toEqual({ list: ['steps'], index: 3 })
  })
})

describe('undo', () => {
  test('goes back and forth over whole changes, and letters typed in one go are one', () => {
    let history = begin('a')
    history = change(history, 'ab', 1000, true)
    history = change(history, 'abc', 1200, true)
    history = change(history, 'X', 5000, false)
    expect(undo(history).text).toBe('abc')
    expect(undo(undo(history)).text).toBe('a')
    expect(undo(undo(undo(history))).text).toBe('a')
    expect(redo(undo(history)).text).toBe('X')
    expect(change(undo(history), 'new', 9000, false).future).toEqual([])
  })
})

describe('a fix', () => {
  test('puts the word that was meant where the unknown one stands', () => {
    const fix = fixOf('a: 1\ntimout: 1m\n', {
      line: 2,
      column: 1,
      message: "unknown key 'timout' in a step, did you mean 'timeout'?",
    })
    expect(fix).toEqual({ label: "Use 'timeout'", text: 'a: 1\ntimeout: 1m\n' })
  })
  test('takes the nearer of two words', () => {
    const fix = fixOf('when: steps.stage.change > 3', {
      line: 1,
      column: 7,
      message: "'steps.stage' gives no 'change', did you mean 'changes'?",
    })
    expect(fix?.text).toBe('when: steps.stage.changes > 3')
  })
  test('is not made up', () => expect(fixOf('a', { line: 1, message: 'a loop' })).toBeNull())
})

describe('a difference', () => {
  test('keeps what is common', () =>
    expect(diff('a\nb\nc', 'a\nx\nc').map(line => line.kind + line.text)).toEqual(['samea', 'goneb', 'newx', 'samec']))
  test('leaves out what is far from any change', () => {
    const long = Array.from({ length: 30 }, (_, i) => `l${i}`).join('\n')
    expect(folded(diff(long, long.replace('l15', 'X'))).filter(line => line === null)).toHaveLength(2)
  })
})

describe('every shipped template', () => {
  const shipped = import.meta.glob<string>(
    '../../provisioning/src/main/resources/org/hwautomation/provisioning/templates/*.yaml',
    { query: '?raw', import: 'default', eager: true },
  )
  test('is there to be tried', () => expect(Object.keys(shipped).length).toBeGreaterThan(3))
  test.each(Object.entries(shipped))(
    '%s comes back letter for letter when a step is put in and taken out',
    (_, text) => {
      const more = insertAt(text, ['steps'], 1, { name: 'zz', uses: 'bmc.check@1' })
      expect(more).not.toBe(text)
      expect(removeAt(more, ['steps', 1])).toBe(text)
    },
  )
})
