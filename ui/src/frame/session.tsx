import { createContext, useContext } from 'react'
import type { Me, Role } from '../api/types'

export const Session = createContext<Me>({ user: '', role: 'viewer' })

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 }

/** Whether who is logged in may do what this role may. */
export function useMay(role: Role): boolean {
  return RANK[useContext(Session).role] >= RANK[role]
}
