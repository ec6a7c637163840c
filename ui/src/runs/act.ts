import { ask, idempotencyKey, seg } from '../api/client'
import type { ActionKind, LegalAction, Situation } from '../api/types'

type Verb = { label: string; grave?: boolean; reason: 'none' | 'optional' | 'required' }

/** How an action is called on its button, and whether it wants a reason. */
export const VERBS: Record<ActionKind, Verb> = {
  resume: { label: 'Resume', reason: 'optional' },
  roll_back: { label: 'Roll back', grave: true, reason: 'required' },
  release: { label: 'Release', grave: true, reason: 'required' },
  approve: { label: 'Approve', reason: 'optional' },
  refuse: { label: 'Refuse', grave: true, reason: 'required' },
  skip: { label: 'Skip step', grave: true, reason: 'required' },
  override_window: { label: 'Do not wait', reason: 'required' },
  pause: { label: 'Pause', reason: 'optional' },
  cancel: { label: 'Cancel', grave: true, reason: 'required' },
  unlock: { label: 'Unlock', reason: 'none' },
  watch: { label: 'Watch', reason: 'none' },
  start: { label: 'Start', reason: 'none' },
  look: { label: 'Look', reason: 'none' },
}

/** The step that a command names: behind the run, or behind `--skip`. */
export function stepOf(command: string): string | null {
  const words = command.replace(/^hwauto\s+/, '').split(/\s+/)
  const skip = words.indexOf('--skip')
  if (skip >= 0) return words[skip + 1] ?? null
  return words[0] === 'run' && words[3] && !words[3].startsWith('-') ? words[3] : null
}

export type Request = { path: string; body: Record<string, unknown> }

/** What an action is over REST; null for one that leads elsewhere instead of changing something. */
export function requestOf(action: LegalAction, situation: Situation, reason: string): Request | null {
  const run = situation.run_id
  if (!run) return null
  const to = (command: string, body: Record<string, unknown> = {}): Request => ({
    path: `/runs/${seg(run)}/${command}`,
    body: reason ? { reason, ...body } : body,
  })
  const step = stepOf(action.command)
  switch (action.kind) {
    case 'resume':
      return to(situation.kind === 'paused' ? 'unpause' : 'resume')
    case 'skip':
      return action.command.includes('--skip') ? to('resume', { skips: [step] }) : to('skip', { step })
    case 'approve':
    case 'refuse':
      return to(action.kind, { step })
    case 'roll_back':
      return to('rollback')
    case 'override_window':
      return to('now')
    case 'release':
    case 'pause':
    case 'cancel':
      return to(action.kind)
    default:
      return null
  }
}

/** Where an action leads that changes nothing by itself. */
export function placeOf(action: LegalAction, situation: Situation): string | null {
  const server = situation.hostname ?? situation.server_id
  switch (action.kind) {
    case 'watch':
      return situation.run_id ? `/runs/${seg(situation.run_id)}?view=events` : null
    case 'look':
      return situation.run_id ? `/runs/${seg(situation.run_id)}` : server ? `/servers/${seg(server)}` : null
    case 'start':
      return server ? `/start?servers=${seg(server)}` : '/start'
    default:
      return null
  }
}

export type Outcome = { run_id: string; carried_out?: boolean; new_run_id?: string | null; message?: string | null }

export const send = (request: Request, key = idempotencyKey()) =>
  ask<Outcome>(request.path, { method: 'POST', body: request.body, headers: { 'Idempotency-Key': key } })
