import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { seg } from '../api/client'
import type { Role } from '../api/types'
import { DeleteDialog } from '../parts/DeleteDialog'
import { Answer, Empty, ErrorNote } from '../parts/notes'

type Account = { name: string; role: Role }
type Asked<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }

type Props<T extends Account> = {
  title: string
  of: Asked<T[]>
  empty: string
  /** Why it can't be used, if so. */
  wrong: (account: T) => string | null
  detail: (account: T) => ReactNode
  /** Where they are, and the list that is read again. */
  list: 'users' | 'tokens'
  removal: { button: string; what: (name: string) => string; effect: string }
  /** Stands below the list. */
  note?: ReactNode
  fields: ReactNode
  button: string
  onAdd: () => Promise<void>
}

/** Who, or what, may use the service: a list, a form for one more, and an end for each. */
export function Accounts<T extends Account>(props: Props<T>) {
  const { title, of, empty, wrong, detail, list, removal, note, fields, button, onAdd } = props
  const client = useQueryClient()
  const [removing, setRemoving] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      await onAdd()
      client.invalidateQueries({ queryKey: [list] })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <section className="panel">
      <h2>{title}</h2>
      <Answer of={of} lines={2}>
        {all =>
          all.length === 0 ? (
            <Empty>{empty}</Empty>
          ) : (
            <table className="table" aria-label={title}>
              <tbody>
                {all.map(account => (
                  <tr key={account.name}>
                    <td className="name">{account.name}</td>
                    <td>
                      {account.role}
                      {wrong(account) && <span className="warn-ink">, {wrong(account)}</span>}
                    </td>
                    <td className="faint">{detail(account)}</td>
                    <td className="row-actions">
                      <button type="button" onClick={() => setRemoving(account.name)}>
                        {removal.button}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
      {note}
      <form className="inline-form" onSubmit={submit}>
        {fields}
        <button type="submit">{button}</button>
      </form>
      {error !== null && <ErrorNote error={error} />}
      {removing && (
        <DeleteDialog
          what={`/${list}/${seg(removing)}`}
          name={removal.what(removing)}
          list={list}
          effect={removal.effect}
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
