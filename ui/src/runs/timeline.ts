import type { Attempt, StepDetail } from '../api/types'

/** A step's time: what has passed, whether it still passes, and whether it is over what is usual. */
export type Clock = { elapsed: number | null; live: boolean; late: boolean }

const seconds = (from: string, to: number) => Math.max(0, (to - Date.parse(from)) / 1000)

export function clockOf(step: StepDetail, now: number): Clock {
  if (!step.started_at) return { elapsed: null, live: false, late: false }
  const live = step.status === 'running'
  const end = step.ended_at ? Date.parse(step.ended_at) : live ? now : lastEnd(step)
  if (end === null) return { elapsed: null, live: false, late: false }
  const elapsed = seconds(step.started_at, end)
  return { elapsed, live, late: live && !!step.usual_seconds && elapsed > step.usual_seconds }
}

function lastEnd(step: StepDetail): number | null {
  const ended = step.attempts?.at(-1)?.ended_at
  return ended ? Date.parse(ended) : null
}

export function attemptSeconds(attempt: Attempt, now: number): number | null {
  if (!attempt.started_at) return null
  return seconds(attempt.started_at, attempt.ended_at ? Date.parse(attempt.ended_at) : now)
}

/** What is left by what is usual: of the running step, and of those behind it; null where nobody knows. */
export function remaining(steps: StepDetail[], now: number): number | null {
  let left = 0
  let known = false
  for (const step of steps) {
    if (step.kind && step.kind !== 'main') continue
    if (step.status !== 'pending' && step.status !== 'running') continue
    if (step.usual_seconds == null) continue
    known = true
    left += Math.max(0, step.usual_seconds - (step.status === 'running' ? (clockOf(step, now).elapsed ?? 0) : 0))
  }
  return known ? left : null
}

/** Which step to show when nobody chose one: the running one, else the failed, else the last that ran. */
export function telling(steps: StepDetail[]): StepDetail | undefined {
  return (
    steps.find(step => step.in_point_of_no_return) ??
    steps.find(step => step.status === 'running') ??
    steps.findLast(step => step.status === 'failed') ??
    steps.findLast(step => step.status !== 'pending') ??
    steps[0]
  )
}
