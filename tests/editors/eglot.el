;;; eglot.el --- emacs --batch -Q -l eglot.el, with the server's command in SERVER  -*- lexical-binding: t -*-
(require 'package)
(let ((debian "/usr/share/emacs/site-lisp/elpa"))
  (when (file-directory-p debian) (add-to-list 'package-directory-list debian)))
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'imenu)

;; Emacs without packages has no mode for Dockerfiles; eglot names the language after the mode.
(define-derived-mode dockerfile-mode prog-mode "Dockerfile" (setq-local comment-start "#"))
(add-to-list 'eglot-server-programs `(dockerfile-mode . ,(split-string (getenv "SERVER"))))
(setq eglot-sync-connect 20 eglot-autoshutdown nil eglot-send-changes-idle-time 0 flymake-no-changes-timeout 0.1
      eglot-confirm-server-initiated-edits nil eglot-confirm-server-edits nil eglot-events-buffer-size 0)

(defmacro step (name &rest body)
  `(condition-case failure
       (progn ,@body (princ (format "ok - %s\n" ,name)))
     (error (princ (format "not ok - %s\n  %s\n" ,name failure)))))
(defun wait-for (what condition)
  (let ((end (+ (float-time) 10)))
    (while (not (funcall condition))
      (when (> (float-time) end) (error "waited in vain for: %s\n%s" what (buffer-string)))
      (accept-process-output nil 0.05))))
(defun has (text) (save-excursion (goto-char (point-min)) (search-forward text nil t)))
(defun sync () (eglot--signal-textDocument/didChange))
(defun reported (code)
  (flymake-start)
  (seq-find (lambda (it) (string-match-p code (format "%s" (flymake-diagnostic-text it)))) (flymake-diagnostics)))

(let* ((folder (make-temp-file "emacs" t)) (file (expand-file-name "Dockerfile" folder)))
  (with-temp-file (expand-file-name "app.py" folder) (insert "pass\n"))
  (with-temp-file file
    (set-buffer-file-coding-system 'utf-8)
    (insert "# 🐳 容器\nFROM alpine:3.20 AS build\nADD app.py /srv/\nFROM alpine:3.20\nCOPY --from=build /srv /srv\n"))
  (let ((coding-system-for-read 'utf-8)) (find-file file))
  (dockerfile-mode)
  (call-interactively #'eglot)
  (wait-for "the server" #'eglot-current-server)
  (unless flymake-mode (flymake-mode 1))

  (step "diagnostics"
    (wait-for "a problem at ADD"
              (lambda () (flymake-start)
                (seq-find (lambda (it) (= (flymake-diagnostic-beg it) (save-excursion (goto-char (point-min)) (search-forward "ADD") (match-beginning 0))))
                          (flymake-diagnostics)))))

  (step "hover"
    (goto-char (point-min)) (search-forward "ADD") (backward-char 1)
    (let (shown)
      (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
      (wait-for "a hover about ADD" (lambda () (and shown (string-match-p "ADD" shown))))))

  (step "completion"
    (goto-char (point-max)) (insert "COPY --fro") (sync)
    (let* ((capf (eglot-completion-at-point))
           (all (all-completions "--fro" (nth 2 capf))))
      (unless (seq-some (lambda (it) (string-match-p "from" it)) all) (error "no --from among %S" all))))
  (goto-char (point-max))
  (delete-region (line-beginning-position) (point-max)) (sync)

  (step "code action"
    (goto-char (point-min)) (search-forward "ADD") (backward-char 1)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt all &rest _) (car (seq-find (lambda (it) (string-match-p "COPY" (car it))) all))))
              ((symbol-function 'y-or-n-p) #'always)
              (last-nonmenu-event ?x))  ; chosen by the keyboard: there is no mouse for a menu
      (eglot-code-actions (point) (point) "quickfix" t))
    (wait-for "COPY instead of ADD" (lambda () (has "COPY app.py /srv/")))
    (sync))

  (step "rename"
    (goto-char (point-min)) (search-forward "AS bui")
    (eglot-rename "builder")
    (wait-for "both places renamed" (lambda () (and (has "AS builder\n") (has "--from=builder "))))
    (sync))

  (step "outline"
    (let ((index (eglot-imenu)))
      (unless (string-match-p "builder" (format "%S" index)) (error "no builder in %S" index))))

  (step "plan"
    (with-temp-buffer
      (insert-file-contents (expand-file-name "../../docs/editors.md" (file-name-directory load-file-name)))
      (search-forward "(defun dockwright-plan")
      (goto-char (match-beginning 0))
      (eval (read (current-buffer)) t))
    (goto-char (point-min)) (search-forward "COPY --from")
    (dockwright-plan)
    (with-current-buffer "*Dockwright plan*"
      (dolist (text '("### Before line 5 of stage 1" "### Configuration" "### Build"))
        (unless (has text) (error "no %s in %s" text (buffer-string))))))

  (princ (format "# emacs %s\n" emacs-version))
  (set-buffer-modified-p nil)
  (eglot-shutdown (eglot-current-server)))
