import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask, seg } from '../api/client'
import { useUsers } from '../api/queries'
import type { Role } from '../api/types'
import { DeleteDialog } from '../parts/DeleteDialog'
import { Answer, Empty, ErrorNote } from '../parts/notes'
import { say } from '../parts/said'
import { At } from '../parts/time'

/** Who may log in with a password. */
export function Users() {
  const users = useUsers(true)
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const [removing, setRemoving] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      await ask('/users', { method: 'POST', body: { name, password, role } })
      say(`${name} may log in.`)
      setName('')
      setPassword('')
      client.invalidateQueries({ queryKey: ['users'] })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <section className="panel">
      <h2>Users</h2>
      <Answer of={users} lines={2}>
        {all =>
          all.length === 0 ? (
            <Empty>Nobody has a password yet.</Empty>
          ) : (
            <table className="table" aria-label="Users">
              <tbody>
                {all.map(user => (
                  <tr key={user.name}>
                    <td className="name">{user.name}</td>
                    <td>
                      {user.role}
                      {!user.enabled && <span className="warn-ink">, may not log in</span>}
                    </td>
                    <td className="faint">{user.last_login_at ? <At time={user.last_login_at} /> : 'never here'}</td>
                    <td className="row-actions">
                      <button type="button" onClick={() => setRemoving(user.name)}>
                        Remove
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
      <form className="inline-form" onSubmit={submit}>
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
        <button type="submit">Add user</button>
      </form>
      {error !== null && <ErrorNote error={error} />}
      {removing && (
        <DeleteDialog
          what={`/users/${seg(removing)}`}
          name={removing}
          list="users"
          effect="The account goes, and its sessions end at once. What it did stays in the audit record."
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  )
}

export function RoleField({ role, onRole }: { role: Role; onRole: (role: Role) => void }) {
  return (
    <label className="field">
      Role
      <select value={role} onChange={event => onRole(event.target.value as Role)}>
        <option value="viewer">viewer: reads</option>
        <option value="operator">operator: starts, answers, cancels</option>
        <option value="admin">admin: users and tokens too</option>
      </select>
    </label>
  )
}
