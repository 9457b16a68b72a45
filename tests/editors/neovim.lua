-- nvim --clean --headless -l neovim.lua, with the server's command in SERVER. Exits non-zero when a step fails.
vim.cmd('filetype on')
local folder = vim.fn.tempname()
vim.fn.mkdir(folder, 'p')
local file = folder .. '/Dockerfile'
-- The emoji and the CJK character are one, two, three or four units, depending on the encoding agreed on.
vim.fn.writefile({
  '# 🐳 容器',
  'FROM alpine:3.20 AS build',
  'LABEL title="🐳 容器" $UNSET',
  'ADD app.py /srv/',
  'FROM alpine:3.20',
  'COPY --from=build /srv /srv',
}, file)
vim.fn.writefile({ 'pass' }, folder .. '/app.py')

local function step(name, action)
  local fine, failure = xpcall(action, debug.traceback)
  io.stdout:write(fine and ('\nok - ' .. name .. '\n') or ('\nnot ok - ' .. name .. '\n' .. tostring(failure) .. '\n'))
end
local function wait(what, condition) assert(vim.wait(10000, condition, 20), 'waited in vain for: ' .. what) end
local function line(number) return vim.api.nvim_buf_get_lines(0, number - 1, number, false)[1] end

local function run()
  vim.lsp.config('dockwright', {
    cmd = vim.split(os.getenv('SERVER'), ' '),
    filetypes = { 'dockerfile' },
    root_markers = { 'dockwright.toml', 'compose.yaml', 'docker-bake.hcl', '.git' },
  })
  vim.lsp.enable('dockwright')
  vim.cmd.edit(file)
  assert(vim.bo.filetype == 'dockerfile', vim.bo.filetype)
  local buffer = vim.api.nvim_get_current_buf()
  wait('the client', function()
    local client = vim.lsp.get_clients({ bufnr = buffer })[1]
    return client and client.initialized
  end)

  local client = vim.lsp.get_clients({ bufnr = buffer })[1]
  local function diagnostic(code)
    for _, found in ipairs(vim.diagnostic.get(buffer)) do
      if found.code == code then return found end
    end
  end
  step('diagnostics', function()
    wait('DL3020', function() return diagnostic('DL3020') end)
    local add = diagnostic('DL3020')
    assert(add.lnum == 3 and add.col == 0 and add.end_col == 3, vim.inspect(add))
  end)

  step('hover', function()
    vim.api.nvim_win_set_cursor(0, { 4, 1 })
    vim.lsp.buf.hover()
    wait('a hover about ADD', function()
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then
          local shown = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
          return table.concat(shown, '\n'):find('ADD') ~= nil
        end
      end
    end)
  end)

  step('completion', function()
    vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { 'COPY --fro' })
    vim.api.nvim_win_set_cursor(0, { 7, 9 })
    local labels = ''
    wait('--from among the completions', function()
      local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
      params.position.character = 10
      local answer = client:request_sync('textDocument/completion', params, 5000, buffer)
      local items = answer and answer.result and (answer.result.items or answer.result) or {}
      labels = table.concat(vim.tbl_map(function(item) return item.label end, items), ' ')
      return labels:find('from', 1, true) ~= nil
    end)
  end)

  vim.api.nvim_buf_set_lines(buffer, 6, 7, false, {})
  step('code action', function()

    vim.api.nvim_win_set_cursor(0, { 4, 1 })
    vim.lsp.buf.code_action({
      apply = true,
      filter = function(action) return action.title:find('COPY') ~= nil and action.kind == 'quickfix' end,
    })
    wait('COPY instead of ADD', function() return line(4) == 'COPY app.py /srv/' end)
    wait('DL3020 gone', function() return diagnostic('DL3020') == nil end)
  end)

  step('rename', function()
    vim.api.nvim_win_set_cursor(0, { 2, 21 })
    vim.lsp.buf.rename('builder')
    wait('both places renamed', function()
      return line(2) == 'FROM alpine:3.20 AS builder' and line(6) == 'COPY --from=builder /srv /srv'
    end)
  end)

  step('outline', function()
    local answer = client:request_sync('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params(buffer) }, 5000, buffer)
    assert(answer and answer.result and vim.inspect(answer.result):find('builder'), vim.inspect(answer))
  end)

  step('plan', function()
    local page = table.concat(vim.fn.readfile(vim.fs.dirname(arg[0]) .. '/../../docs/editors.md'), '\n')
    assert(load(page:match("```lua\n(vim.api.nvim_create_user_command%('DockwrightPlan.-)\n```")))()
    vim.api.nvim_win_set_cursor(0, { 6, 0 })
    vim.cmd('DockwrightPlan')
    wait('the plan in a buffer', function() return vim.bo.filetype == 'markdown' end)
    local shown = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    assert(shown:find('### Before line 6 of stage 1', 1, true), shown)
    assert(shown:find('### Configuration', 1, true) and shown:find('### Build', 1, true), shown)
    vim.cmd('close')
  end)

  -- A Compose file beside it, and one with a Dockerfile within it.
  local compose, jobs = folder .. '/compose.yaml', folder .. '/jobs.compose.yaml'
  vim.fn.mkdir(folder .. '/lib')
  vim.fn.writefile({ '' }, folder .. '/lib/main.py')
  vim.fn.writefile({ 'FROM alpine:3.20 AS build', 'COPY lib/main.py /srv/', 'FROM build' }, folder .. '/web.Dockerfile')
  vim.fn.writefile({ 'services:', '  web:', '    build:', '      context: .', '      dockerfile: web.Dockerfile', '      target: build' }, compose)
  vim.fn.writefile({ 'services:', '  job:', '    build:', '      dockerfile_inline: |', '        # 🐳', '        FROM alpine:3.20', '        ADD app.py /srv/' }, jobs)
  vim.lsp.config('dockwright', { filetypes = { 'dockerfile', 'yaml', 'yaml.docker-compose' } })
  vim.lsp.enable('dockwright')
  local function attached(name)
    vim.cmd.edit(name)
    local here = vim.api.nvim_get_current_buf()
    wait('the client for ' .. name, function()
      local found = vim.lsp.get_clients({ bufnr = here })[1]
      return found and found.initialized
    end)
    return here
  end
  local function renamed(name, row, column, to, places)
    local here = attached(name)
    vim.api.nvim_win_set_cursor(0, { row, column })
    local params = vim.lsp.util.make_position_params(0, vim.lsp.get_clients({ bufnr = here })[1].offset_encoding)
    wait('the builds', function()
      local found = vim.lsp.buf_request_sync(here, 'textDocument/prepareRename', params, 5000)
      for _, answer in pairs(found or {}) do if answer.result then return true end end
    end)
    vim.lsp.buf.rename(to)
    for path, text in pairs(places) do
      wait(to .. ' in ' .. path, function()
        local other = vim.fn.bufnr(folder .. '/' .. path)
        if other < 0 then return false end
        return table.concat(vim.api.nvim_buf_get_lines(other, 0, -1, false), '\n'):find(text, 1, true) ~= nil
      end)
    end
    vim.cmd('silent wall')
  end

  step('rename from a Compose file and back', function()
    renamed(compose, 6, 15, 'compile', { ['compose.yaml'] = 'target: compile', ['web.Dockerfile'] = 'AS compile\nCOPY lib/main.py /srv/\nFROM compile' })
    renamed(folder .. '/web.Dockerfile', 1, 22, 'build', { ['compose.yaml'] = 'target: build', ['web.Dockerfile'] = 'AS build\nCOPY lib/main.py /srv/\nFROM build' })
  end)

  step('a fix in an inline Dockerfile', function()
    local here = attached(jobs)
    wait('DL3020 in the Compose file', function()
      for _, found in ipairs(vim.diagnostic.get(here)) do
        if found.code == 'DL3020' then return found.lnum == 6 and found.col == 8 end
      end
    end)
    vim.api.nvim_win_set_cursor(0, { 7, 9 })
    vim.lsp.buf.code_action({
      apply = true,
      filter = function(action) return action.title:find('COPY') ~= nil and action.kind == 'quickfix' end,
    })
    wait('COPY instead of ADD', function() return line(7) == '        COPY app.py /srv/' end)
  end)

  step('a moved folder', function()
    -- Neovim has no command that moves files and asks servers first: this is what plugins for that send.
    local here = attached(folder .. '/web.Dockerfile')
    local moving = { files = { { oldUri = vim.uri_from_fname(folder .. '/lib'), newUri = vim.uri_from_fname(folder .. '/src') } } }
    local server = vim.lsp.get_clients({ bufnr = here })[1]
    local answer = server:request_sync('workspace/willRenameFiles', moving, 5000, here)
    vim.lsp.util.apply_workspace_edit(assert(answer and answer.result, vim.inspect(answer)), server.offset_encoding)
    vim.fn.rename(folder .. '/lib', folder .. '/src')
    server:notify('workspace/didRenameFiles', moving)
    assert(line(2) == 'COPY src/main.py /srv/', line(2))
  end)

  io.stdout:write('# ' .. client.offset_encoding .. '\n')
  for _, each in ipairs(vim.lsp.get_clients()) do each:stop() end
  wait('the end of the server', function() return #vim.lsp.get_clients() == 0 end)
end

local fine, failure = xpcall(run, debug.traceback)
if not fine then
  io.stderr:write(tostring(failure) .. '\n')
  vim.cmd('cquit 1')
end
vim.cmd('qall!')
