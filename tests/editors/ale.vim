" vim -es -S ale.vim, with the server's command in SERVER and a file for what is said in SAID.
syntax on
set hidden
let g:ale_linters_explicit = 1
let g:ale_lint_delay = 20
let g:ale_hover_cursor = 0
let g:ale_echo_cursor = 0
let g:ale_floating_preview = 0
let g:ale_hover_to_preview = 0
packadd! ale
runtime! plugin/ale.vim
let s:words = split($SERVER, ' ')
call ale#linter#Define('dockerfile', {
  \ 'name': 'dockwright', 'lsp': 'stdio', 'executable': s:words[0], 'command': '%e ' . join(s:words[1:], ' '),
  \ 'project_root': {buffer -> fnamemodify(bufname(buffer), ':p:h')}})
let g:ale_linters = {'dockerfile': ['dockwright']}
let s:said = []

function! s:Wait(what, expression) abort
  for l:turn in range(500)
    if eval(a:expression) | return | endif
    sleep 20m
  endfor
  throw 'waited in vain for: ' . a:what
endfunction

function! s:Reported(code) abort
  return len(filter(copy(ale#engine#GetLoclist(bufnr('%'))), {_, one -> get(one, 'code', '') is# a:code})) > 0
endfunction

function! s:Step(name, action) abort
  try
    call a:action()
    call add(s:said, 'ok - ' . a:name)
  catch
    call add(s:said, 'not ok - ' . a:name . "\n  " . v:exception . ' at ' . v:throwpoint)
  endtry
endfunction

function! s:Diagnostics() abort
  ALELint
  call s:Wait('a problem at ADD', 's:Reported("DL3020")')
endfunction

function! s:Hover() abort
  call cursor(3, 2)
  " A text of several lines is shown in a window of its own.
  ALEHover
  call s:Wait('a hover about ADD', 'winnr("$") > 1')
  let l:shown = join(getbufline(winbufnr(winnr('$') == winnr() ? 1 : winnr('$')), 1, '$'), ' ')
  if l:shown !~# 'ADD.*Reference' | throw 'no hover about ADD: ' . l:shown | endif
  pclose!
endfunction

function! s:CodeAction() abort
  call cursor(3, 2)
  call feedkeys("1\<CR>", 't')
  ALECodeAction
  call s:Wait('COPY instead of ADD', 'getline(3) is# "COPY app.py /srv/"')
endfunction

let s:folder = tempname()
call mkdir(s:folder, 'p')
call writefile(['# 🐳 容器', 'FROM alpine:3.20', 'ADD app.py /srv/'], s:folder . '/Dockerfile')
call writefile(['pass'], s:folder . '/app.py')
execute 'edit' s:folder . '/Dockerfile'
call s:Step('diagnostics', function('s:Diagnostics'))
call s:Step('hover', function('s:Hover'))
call s:Step('code action', function('s:CodeAction'))
call writefile(s:said, $SAID)
qall!
