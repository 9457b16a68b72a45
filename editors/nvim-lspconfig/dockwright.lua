---@brief
---
--- A language server, linter and formatter for Dockerfiles. Install it with `pipx install dockwright`.

---@type vim.lsp.Config
return {
  cmd = { 'dockwright', 'lsp' },
  filetypes = { 'dockerfile' },
  root_markers = {
    'dockwright.toml',
    'compose.yaml',
    'compose.yml',
    'docker-compose.yaml',
    'docker-compose.yml',
    'docker-bake.hcl',
    'docker-bake.json',
    '.git',
  },
}
