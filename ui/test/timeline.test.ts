import { describe, expect, test } from 'vitest'
import type { StepDetail } from '../src/api/types'
import { about, duration, moment } from '../src/parts/time'
import { bar } from '../src/parts/usual'
import { attemptSeconds, clockOf, remaining, telling } from '../src/runs/timeline'

const T = (seconds: number) => new Date(Date.UTC(2026, 10, 29, 2, 0, seconds)).toISOString()
const at = (seconds: number) => Date.parse(T(seconds))
const step = (more: Partial<StepDetail>): StepDetail => ({
  path: 'x',
  name: 'x',
  status: 'pending',
  kind: 'main',
  ...more,
})

describe('the times of a step', () => {
  test('a running step grows', () =>
    expect(clockOf(step({ status: 'running', started_at: T(0), usual_seconds: 60 }), at(40))).toEqual({
      elapsed: 40,
      live: true,
      late: false,
    }))
  test('it is late once it takes longer than usual', () =>
    expect(clockOf(step({ status: 'running', started_at: T(0), usual_seconds: 60 }), at(61)).late).toBe(true))
  test('an ended step stands still and is not late any more', () =>
    expect(
      clockOf(step({ status: 'completed', started_at: T(0), ended_at: T(90), usual_seconds: 60 }), at(500)),
    ).toEqual({
      elapsed: 90,
      live: false,
      late: false,
    }))
  test('one that never began has no time', () => expect(clockOf(step({}), at(5)).elapsed).toBeNull())
  test('a clock that runs behind makes no negative time', () =>
    expect(clockOf(step({ status: 'running', started_at: T(50) }), at(40)).elapsed).toBe(0))
  test('a failed step without an end takes that of its last attempt', () =>
    expect(
      clockOf(
        step({ status: 'failed', started_at: T(0), attempts: [{ number: 1, status: 'failed', ended_at: T(7) }] }),
        at(99),
      ).elapsed,
    ).toBe(7))
  test('an attempt without an end grows', () =>
    expect(attemptSeconds({ number: 1, status: 'running', started_at: T(0) }, at(9))).toBe(9))
})

describe('what is left of a run', () => {
  test('is what the running step has left and what the others usually take', () =>
    expect(
      remaining(
        [
          step({ status: 'completed', usual_seconds: 100 }),
          step({ status: 'running', started_at: T(0), usual_seconds: 60 }),
          step({ usual_seconds: 30 }),
          step({ kind: 'always', usual_seconds: 500 }),
        ],
        at(20),
      ),
    ).toBe(70))
  test('a late step has nothing left, not less', () =>
    expect(
      remaining([step({ status: 'running', started_at: T(0), usual_seconds: 10 }), step({ usual_seconds: 5 })], at(50)),
    ).toBe(5))
  test('nobody guesses where nothing is usual', () => expect(remaining([step({})], at(0))).toBeNull())
})

describe('the step that is shown first', () => {
  test('is the one that must not be cut off, then the running, then the failed one', () => {
    const point = step({ path: 'p', status: 'running', in_point_of_no_return: true })
    const running = step({ path: 'r', status: 'running' })
    const failed = step({ path: 'f', status: 'failed' })
    expect(telling([running, point])?.path).toBe('p')
    expect(telling([failed, running])?.path).toBe('r')
    expect(telling([step({ status: 'completed' }), failed, step({})])?.path).toBe('f')
  })
})

describe('the bar', () => {
  test('ends a quarter behind the usual time', () => expect(bar(40, 80)).toEqual({ fill: 0.4, mark: 0.8 }))
  test('is full when it is over, and its mark moves back', () => expect(bar(400, 100)).toEqual({ fill: 1, mark: 0.25 }))
  test('without a usual time has no mark', () => expect(bar(40, null)).toEqual({ fill: 0, mark: null }))
})

describe('times in words', () => {
  test('two units at most', () =>
    expect([4, 252, 3600, 7505, 300_000].map(duration)).toEqual(['4s', '4m 12s', '1h 00m', '2h 05m', '3d 11h']))
  test('rounding never says 60 seconds', () => expect(duration(59.7)).toBe('1m 00s'))
  test('what is usual is not said to the second when it is long', () =>
    expect([about(160), about(1860)]).toEqual(['2m 40s', '31m']))
  test('today needs no date', () => {
    const now = new Date(2026, 10, 29, 3, 0)
    expect(moment(new Date(2026, 10, 29, 2, 41).toISOString(), now)).toBe('02:41')
    expect(moment(new Date(2026, 10, 28, 2, 41).toISOString(), now)).toBe('28 Nov 02:41')
    expect(moment(new Date(2025, 0, 2, 2, 41).toISOString(), now)).toBe('2 Jan 2025 02:41')
  })
})
