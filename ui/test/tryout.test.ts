import { describe, expect, test } from 'vitest'
import type { StepDetail } from '../src/api/types'
import { read } from '../src/builder/read'
import { careBody } from '../src/care/act'
import { sum } from '../src/tryout/Saw'
import { statesOf } from '../src/tryout/states'

const step = (path: string, status: StepDetail['status'], more: Partial<StepDetail> = {}): StepDetail => ({
  path,
  name: path.split('/').at(-1) as string,
  status,
  ...more,
})

describe('what the canvas shows of a try-out', () => {
  const reading = read(`name: t
steps:
  - name: first
    uses: bmc.check
  - name: both
    parallel:
      - name: left
        uses: bmc.check
      - name: right
        steps:
          - name: inner
            uses: bmc.check
  - name: others
    run: commissioning
always:
  - name: last
    uses: bmc.check
`)
  const lists = [reading.steps, ...reading.rails.map(rail => rail.blocks)]

  test('a step of the run is found at its place in the text, in groups too', () => {
    const states = statesOf(lists, [
      step('first', 'completed'),
      step('both/left', 'running', { in_point_of_no_return: true }),
      step('both/right/inner', 'failed'),
      step('last', 'pending'),
    ])
    expect(Object.fromEntries(states)).toEqual({
      'steps/0': { status: 'completed', point: undefined },
      'steps/1/parallel/0': { status: 'running', point: true },
      'steps/1/parallel/1/steps/0': { status: 'failed', point: undefined },
      'always/0': { status: 'pending', point: undefined },
    })
  })

  test('what a box stands for is told by the worst of it', () => {
    const inside = (...all: StepDetail['status'][]) =>
      statesOf(
        lists,
        all.map((status, i) => step(`others/s${i}`, status)),
      ).get('steps/2')?.status
    expect(inside('completed', 'running', 'pending')).toBe('running')
    expect(inside('completed', 'failed', 'running')).toBe('failed')
    expect(inside('completed', 'completed')).toBe('completed')
    expect(inside()).toBeUndefined()
  })

  test('what the simulator saw is a sentence', () => {
    expect(sum({ reset: 2, firmware_written: 1, session_created: 40 })).toBe('2 resets, 1 flash')
    expect(sum({ session_created: 3 })).toBe('no restart, no flash, no change of BIOS or BMC')
  })
})

describe('who looks after a run', () => {
  test('what a change leaves alone is said again, for what is absent is taken away', () => {
    const known = { owner: 'alice', ticket: 'OPS-1', acknowledged: false }
    expect(careBody(known, { owner: 'bob' })).toEqual({ owner: 'bob', ticket: 'OPS-1' })
    expect(careBody(known, { seconds: 0 })).toEqual({ owner: 'alice', ticket: 'OPS-1', acknowledge_seconds: 0 })
    expect(careBody(known, { owner: null, ticket: null })).toEqual({})
  })
})
