import type { Server } from '../api/types'

export type Kind = {
  name: string
  servers: number
  in_baseline: number
  out_of_baseline: number
  unknown: number
  bios: [string, number][]
  bmc: [string, number][]
}

const versions = (servers: Server[], read: (server: Server) => string | null | undefined): [string, number][] => {
  const counts = new Map<string, number>()
  for (const server of servers) {
    const version = read(server)
    if (version) counts.set(version, (counts.get(version) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[0].localeCompare(a[0], 'en', { numeric: true }))
}

/** How the servers of each type stand against their baseline, the worst first. */
export function kindsOf(servers: Server[]): Kind[] {
  const groups = new Map<string, Server[]>()
  for (const server of servers) {
    const name = server.device_type ?? ''
    groups.set(name, [...(groups.get(name) ?? []), server])
  }
  return [...groups]
    .map(([name, members]) => ({
      name,
      servers: members.length,
      in_baseline: members.filter(server => server.firmware === 'in_baseline').length,
      out_of_baseline: members.filter(server => server.firmware === 'out_of_baseline').length,
      unknown: members.filter(server => !server.firmware || server.firmware === 'unknown').length,
      bios: versions(members, server => server.bios_version),
      bmc: versions(members, server => server.bmc_version),
    }))
    .sort((a, b) => b.out_of_baseline - a.out_of_baseline || a.name.localeCompare(b.name))
}
