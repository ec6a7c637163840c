import type { Json } from './base'
import type { Run, Situation, Urgency } from './runs'

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
  added_columns?: { [key: string]: Json } | null
  situation?: Situation | null
  runs?: Run[]
  hold?: { [key: string]: Json } | null
  hardware?: { [key: string]: Json } | null
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
  window?: { name: string; words: string; opens?: string | null } | null
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
