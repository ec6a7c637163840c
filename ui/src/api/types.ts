// The documents of the service, as docs/rest.md has them. Keys that are not known here are ignored.

export type Urgency = 'needs_person' | 'slow' | 'running' | 'quiet'
export type Role = 'viewer' | 'operator' | 'admin'
export type RunStatus = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled'
export type StepStatus = 'pending' | 'running' | 'completed' | 'failed' | 'skipped'
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export type Me = { user: string; role: Role; csrf_token?: string; via?: string }

export type List<T> = { items: T[]; next?: string | null; total?: number | null }

export type ActionKind =
  | 'resume'
  | 'roll_back'
  | 'release'
  | 'approve'
  | 'refuse'
  | 'skip'
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

export type ServerState = Urgency | 'ready'

export type Server = {
  server_id: string
  hostname?: string | null
  rack?: string | null
  unit?: number | null
  vendor?: string | null
  model?: string | null
  serial?: string | null
  device_type?: string | null
  state: ServerState
  kind?: string | null
  message?: string | null
  run_id?: string | null
  definition?: string | null
  current_step_name?: string | null
  current_step_number?: number | null
  steps?: number | null
  percent?: number | null
  since?: string | null
  firmware?: 'in_baseline' | 'out_of_baseline' | 'unknown' | null
  bios_version?: string | null
  bmc_version?: string | null
  bmc_address?: string | null
  held?: string | null
  safe_to_power_off?: boolean | null
  power_off_reason?: string | null
}

export type ServerDetail = {
  server_id: string
  hostname?: string | null
  serial?: string | null
  uuid?: string | null
  ready?: boolean
  columns?: { [key: string]: Json } | null
  situation?: Situation | null
  runs?: Run[]
  hold?: { [key: string]: Json } | null
  hardware?: { [key: string]: Json } | null
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

export type TreeNode = {
  name: string
  kind: 'step' | 'parallel' | 'sequence'
  when?: string
  description?: string
  uses?: string | null
  with?: { [key: string]: Json }
  timeout?: string
  attempts?: number
  limits?: string[]
  approval_role?: string
  undo?: TreeNode
  branches?: TreeNode[]
  steps?: TreeNode[]
  definition?: string | null
}

export type Tree = {
  name: string
  description?: string
  steps: TreeNode[]
  always?: TreeNode[]
  on_failure?: TreeNode[]
  [key: string]: unknown
}

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

export type Input = {
  name: string
  type: string
  required?: boolean
  default?: Json
  meaning?: string | null
  one_of?: Json[] | null
}

export type TemplateLine = {
  name: string
  description?: string | null
  origin: string
  shadows?: string | null
  inputs: number
  steps: number
  problem?: string | null
}

export type Template = {
  name: string
  description?: string | null
  origin: string
  editable: boolean
  format: 'yaml' | 'json'
  text: string
  tree?: Tree | null
  inputs: Input[]
  etag?: string | null
}

export type Problem = { line?: number | null; column?: number | null; message: string }
export type Check = { valid: boolean; problems: Problem[]; tree?: Tree | null; inputs?: Input[] }
export type Version = { version: number | string; at: string; actor?: string | null; message?: string | null }

export type Action = {
  /** With its major version: `bmc.check@1`. */
  name: string
  domain: string
  summary: string
  inputs: Input[]
  outputs?: Input[]
  /** What it does to the world, a line each. */
  effects?: string[]
  points_of_no_return?: { description: string; usual_seconds?: number | null }[]
}

export type PlannedStep = {
  name: string
  description?: string | null
  uses?: string | null
  usual_seconds?: number | null
  disruptive?: string | null
}

export type PlannedServer = {
  server: string
  hostname?: string | null
  serial?: string | null
  maas_status?: string | null
  device_type?: string | null
  problem?: string | null
  steps: PlannedStep[]
  reboots?: number | null
  expected_seconds?: number | null
  firmware?: { [key: string]: Json } | null
  bios?: { [key: string]: Json } | null
  unread?: string | null
}

export type Plan = {
  template: string
  servers: PlannedServer[]
  total: { servers: number; startable: number; reboots?: number | null; expected_seconds?: number | null }
}

export type Schedule = {
  name: string
  cron: string
  zone: string
  template: string
  servers: string[]
  description?: string | null
  device_type?: string | null
  inputs?: { [key: string]: string }
  revision: number
  overlap: 'skip' | 'queue' | 'allow'
  missed: 'skip' | 'once'
  missed_limit_seconds?: number
  paused: boolean
  next?: string[]
  last?: Firing | null
  firings?: Firing[]
}

export type Firing = {
  fired_at: string
  cause: string
  outcome: string
  run_ids?: string[]
  starts: { server?: string | null; outcome: string; run_id?: string | null; message?: string | null }[]
}

export type BatchSummary = {
  name: string
  template: string
  state: 'running' | 'paused' | 'stopped' | 'cancelled' | 'done'
  why?: string | null
  max: number
  per_rack?: number | null
  stops_at?: number | null
  failures: number
  started_by: string
  start_time: string
  counts: { [result: string]: number }
  total: number
}

export type BatchServer = {
  server: string
  rack?: string | null
  result: string
  message?: string | null
  run_id?: string | null
  steps_completed?: number | null
  steps?: number | null
}

export type Batch = BatchSummary & { servers: BatchServer[] }

export type AuditEntry = {
  id: number | string
  at: string
  actor?: string | null
  action: string
  target?: string | null
  reason?: string | null
}

export type Setting = { name: string; value?: string | null; origin: string }
export type User = { name: string; role: Role; enabled: boolean; last_login_at?: string | null }
export type Token = {
  name: string
  role: Role
  expires_at?: string | null
  last_used_at?: string | null
  valid: boolean
}

export type Compliance = {
  device_type: string
  component: string
  wanted?: string | null
  in_baseline: number
  out_of_baseline: number
  unknown: number
  versions: { version: string; count: number; servers: string[] }[]
}

export type DeviceType = { name: string; vendor?: string | null; description?: string | null }

export type Choice = { name: string; words: string }

export type TryOut = {
  id: string
  template: string
  server: string
  model: string
  fault?: string | null
  started_by: string
  started_at: string
  ended_at?: string | null
  cut_short?: string | null
  status: RunStatus
  phase: string
  run_id: string
  speed: number
  saw: {
    counts: { [kind: string]: number }
    happened: { after_seconds: number; kind: string; channel: string; detail: string }[]
    unsafe: string[]
  }
}

export type TryOuts = { available: boolean; servers: Choice[]; faults: Choice[]; at_once: number; items: TryOut[] }
