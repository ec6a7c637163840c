import type { Json } from './base'
import type { Tree } from './templates'

export type Urgency = 'needs_person' | 'slow' | 'running' | 'quiet'

export type RunStatus = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled'

export type StepStatus = 'pending' | 'running' | 'completed' | 'failed' | 'skipped'

export type ActionKind =
  | 'resume'
  | 'roll_back'
  | 'release'
  | 'approve'
  | 'refuse'
  | 'skip'
  | 'override_window'
  | 'pause'
  | 'cancel'
  | 'unlock'
  | 'watch'
  | 'start'
  | 'look'

export type LegalAction = { kind: ActionKind; command: string; effect: string }

export type Cause = { kind: string; message: string; evidence?: string[] }

export type Situation = {
  hostname?: string | null
  server_id?: string | null
  rack?: string | null
  unit?: number | null
  model?: string | null
  serial?: string | null
  urgency: Urgency
  kind: string
  message?: string | null
  causes?: Cause[]
  run_id?: string | null
  definition?: string | null
  device_type?: string | null
  status?: RunStatus | null
  phase?: string | null
  started_by?: string | null
  start_time?: string | null
  end_time?: string | null
  current_step_name?: string | null
  current_step_number?: number | null
  steps_completed?: number | null
  steps?: number | null
  attempt?: number | null
  attempts?: number | null
  since?: string | null
  waited_seconds?: number | null
  usual_seconds?: number | null
  current_sub_task?: string | null
  safe_to_power_off?: boolean | null
  power_off_reason?: string | null
  actions?: LegalAction[]
  care?: Care | null
}

/** Who looks after a run. */
export type Care = {
  owner?: string | null
  acknowledged_by?: string | null
  acknowledged_until?: string | null
  acknowledged: boolean
  ticket?: string | null
}

export type Note = { number: number; actor: string; at: string; text: string }

export type WholeCare = Care & { run_id: string; notes: Note[] }

export type Group = {
  key: string
  kind: string
  title: string
  urgency: Urgency
  since?: string | null
  situations: Situation[]
}

export type Overview = {
  at: string
  site?: string | null
  counts: { [name: string]: number }
  groups: Group[]
  running: Situation[]
}

export type Run = {
  run_id: string
  workflow_id?: string | null
  definition: string
  server_id?: string | null
  hostname?: string | null
  device_type?: string | null
  status: RunStatus
  phase?: string | null
  interrupted?: boolean
  current_step_name?: string | null
  steps_completed?: number | null
  steps?: number | null
  message?: string | null
  started_by?: string | null
  start_time?: string | null
  end_time?: string | null
  batch_id?: string | null
  last_seq?: number
}

export type Attempt = {
  number: number
  started_at?: string | null
  ended_at?: string | null
  status: string
  error?: string | null
  error_class?: string | null
}

export type StepDetail = {
  path: string
  name: string
  description?: string | null
  status: StepStatus
  number?: number | null
  kind?: 'main' | 'always' | 'on_failure' | 'undo'
  uses?: string | null
  started_at?: string | null
  ended_at?: string | null
  usual_seconds?: number | null
  attempts?: Attempt[]
  result?: Json
  summary?: string | null
  last_progress?: string | null
  inputs?: { [key: string]: Json } | null
  in_point_of_no_return?: boolean
  points_of_no_return?: number
  waits_for?: string | null
}

export type Progress = { step?: string | null; text: string; percent?: number | null; at: string }

export type RunDetail = Omit<Run, 'steps'> & {
  steps?: number | null
  situation?: Situation | null
  steps_detail: StepDetail[]
  progress?: Progress | null
  tree?: Tree | null
  inputs?: { [key: string]: Json } | null
  open_point?: { step: string; description: string } | null
  resumed_from?: string | null
  resumed_by?: string | null
  actions?: LegalAction[]
  last_seq: number
}

export type Entry = {
  seq: number
  epoch?: number
  type: string
  at: string
  actor?: string | null
  payload?: Json
  text: string
  step?: string | null
}
