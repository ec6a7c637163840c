import { useQueryClient } from '@tanstack/react-query'
import { useContext, useState } from 'react'
import { ask } from '../api/client'
import { useOverview } from '../api/queries'
import { Menu } from '../parts/menu'
import { Link } from '../route/place'
import { Line } from './Line'
import { Search } from './Search'
import { Session } from './session'
import { applyTheme, isDark } from './theme'

/** Site, search, connection, theme, user. */
export function Top() {
  const me = useContext(Session)
  const site = useOverview().data?.site
  const client = useQueryClient()
  const [dark, setDark] = useState(isDark)

  const turn = () => {
    applyTheme(dark ? 'light' : 'dark')
    setDark(!dark)
  }
  const leave = async () => {
    await ask('/logout', { method: 'POST' }).catch(() => {})
    client.clear()
    client.setQueryData(['me'], null)
  }

  return (
    <header className="top">
      <Link href="/needs" className="site">
        <span className="site-word">HWAutomation</span>
        {site && <span className="site-name">{site}</span>}
      </Link>
      <Search />
      <Line />
      <button type="button" className="quiet theme" onClick={turn} aria-pressed={dark}>
        Dark
      </button>
      <Menu
        label={me.user}
        items={[{ key: 'out', text: 'Log out', note: `you are ${me.user}, ${me.role}`, onPick: leave }]}
      />
    </header>
  )
}
