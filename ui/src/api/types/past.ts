import type { Json } from './base'

/** What the original ran. Its times have no zone. */
export type PastRun = {
  id: number
  workflow_id: string
  server_id: string
  hostname: string
  device_type?: string | null
  status: string
  written_status: string
  why?: string | null
  started_at?: string | null
  completed_at?: string | null
  steps_completed: number
  total_steps: number
  error_message?: string | null
}

export type PastStep = {
  name?: string | null
  status?: string | null
  started_at?: string | null
  completed_at?: string | null
  error_message?: string | null
}

export type PastRunDetail = PastRun & {
  steps: PastStep[]
  context: { [key: string]: Json }
  metadata: { [key: string]: Json }
  metadata_problem?: string | null
}

export type PowerState = {
  id: number
  server_id: string
  hostname: string
  old_state?: string | null
  new_state: string
  changed_at?: string | null
  changed_by?: string | null
}
