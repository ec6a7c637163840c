import { useState } from 'react'
import { ask } from '../api/client'
import { useUsers } from '../api/queries'
import type { Role } from '../api/types'
import { say } from '../parts/said'
import { At } from '../parts/time'
import { Accounts, RoleField } from './Accounts'

/** Who may log in with a password. */
export function Users() {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const add = async () => {
    await ask('/users', { method: 'POST', body: { name, password, role } })
    say(`${name} may log in.`)
    setName('')
    setPassword('')
  }
  return (
    <Accounts
      title="Users"
      of={useUsers(true)}
      empty="Nobody has a password yet."
      wrong={user => (user.enabled ? null : 'may not log in')}
      detail={user => (user.last_login_at ? <At time={user.last_login_at} /> : 'never here')}
      list="users"
      removal={{
        button: 'Remove',
        what: user => user,
        effect: 'The account goes, and its sessions end at once. What it did stays in the audit record.',
      }}
      fields={
        <>
          <label className="field">
            Name
            <input required value={name} autoComplete="off" onChange={e => setName(e.target.value)} />
          </label>
          <label className="field">
            Password
            <input
              required
              type="password"
              autoComplete="new-password"
              minLength={12}
              placeholder="12 letters or more"
              value={password}
              onChange={e => setPassword(e.target.value)}
            />
          </label>
          <RoleField role={role} onRole={setRole} />
        </>
      }
      button="Add user"
      onAdd={add}
    />
  )
}
