import { words } from './words'

/** What a colour stands for. */
export type Tone = 'calm' | 'done' | 'run' | 'warn' | 'bad' | 'point' | 'fresh'

const TONES: Record<string, Tone> = {
  held: 'warn',
  parked: 'warn',
  interrupted: 'warn',
  waiting_for_approval: 'warn',
  slow: 'warn',
  paused: 'warn',
  overdue: 'bad',
  unsettled: 'bad',
  lingering: 'bad',
  login_refused: 'bad',
  failed: 'bad',
  needs_person: 'warn',
  running: 'run',
  pending: 'calm',
  waiting_for_lock: 'run',
  waiting_for_limit: 'run',
  waiting_for_window: 'run',
  backing_off: 'run',
  cancelling: 'run',
  rolling_back: 'run',
  out_of_baseline: 'warn',
  ready: 'done',
  completed: 'done',
  in_baseline: 'done',
  ok: 'done',
}

export const toneOf = (kind: string | null | undefined): Tone => TONES[kind ?? ''] ?? 'calm'

// A shape per tone, so that nothing is told by colour alone.
const SHAPES: Record<Tone, string> = {
  calm: 'M2 5h6',
  run: 'M3 1.5v7l5-3.5z',
  warn: 'M5 1 9 9H1z',
  bad: 'M1.5 1.5l7 7m0-7l-7 7',
  point: 'M5 .8 9.2 5 5 9.2.8 5z',
  done: 'M1.5 5.2l2.3 2.3 4.7-5',
  fresh: 'M1.5 5.2l2.3 2.3 4.7-5',
}

export function Mark({ tone }: { tone: Tone }) {
  const filled = tone === 'run' || tone === 'warn' || tone === 'point'
  return (
    <svg className={`mark ${tone}${filled ? ' filled' : ''}`} viewBox="0 0 10 10" aria-hidden="true">
      <path d={SHAPES[tone]} />
    </svg>
  )
}

/** A word with its shape and colour. */
export function State({ kind, text, tone }: { kind: string | null | undefined; text?: string; tone?: Tone }) {
  const shown = tone ?? toneOf(kind)
  return (
    <span className={`state ${shown}`}>
      <Mark tone={shown} />
      {text ?? words(kind)}
    </span>
  )
}

/** Stands wherever a server is shown that must keep its power. */
export function Power({ safe, reason }: { safe?: boolean | null; reason?: string | null }) {
  if (safe === false) {
    return (
      <strong className="no-power" title={reason ?? undefined}>
        <Mark tone="point" />
        do not power off
      </strong>
    )
  }
  if (safe == null) return <span className="faint">not known</span>
  return (
    <span className="faint" title={reason ?? undefined}>
      safe to power off
    </span>
  )
}
