export type Theme = 'light' | 'dark' | 'system'

const KEY = 'hwauto.theme'

export const theme = (): Theme => (localStorage.getItem(KEY) as Theme | null) ?? 'system'

/** Sets the page's colours; without a wish the system decides. */
export function applyTheme(wish: Theme = theme()) {
  if (wish === 'system') {
    localStorage.removeItem(KEY)
    delete document.documentElement.dataset.theme
  } else {
    localStorage.setItem(KEY, wish)
    document.documentElement.dataset.theme = wish
  }
}

export function isDark(): boolean {
  const wish = theme()
  return wish === 'dark' || (wish === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
}
