import fs from 'node:fs'; import path from 'node:path'; import { execFileSync } from 'node:child_process';
import { PATIENCE, command, goTo, open, withVSCode } from '/work/wt/plan/tests/editors/vscode/harness.mjs';
const [place, vsix, folder, out] = process.argv.slice(2);
fs.mkdirSync(path.join(folder,'src'),{recursive:true}); fs.mkdirSync(out,{recursive:true});
const S=`# syntax=docker/dockerfile:1
ARG VARIANT=bookworm
ARG REGISTRY
FROM golang:1.22-$VARIANT AS build
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN go build -o /out/app . && rm -rf /src

FROM build AS lint
RUN go vet ./...

FROM $REGISTRY/team/certs:1 AS certs
RUN apk add --no-cache ca-certificates

FROM debian:12
ARG PORT=8080
ARG TOKEN
ENV PORT=$PORT NAME=$TOKEN
RUN apt-get update && apt-get install -y curl ca-certificates && apt-get purge -y wget
RUN rm -rf /var/lib/apt/lists/*
USER nobody
WORKDIR /srv
COPY --from=certs /etc/ssl /etc/ssl
COPY --from=build /out/app .
COPY <<EOF /etc/motd
hello
EOF
EXPOSE 8080 9090/udp
HEALTHCHECK CMD curl -f localhost
ENTRYPOINT ["/srv/app"]
CMD ["--serve"]
`;
fs.writeFileSync(path.join(folder,'Dockerfile'),S); fs.writeFileSync(path.join(folder,'go.mod'),'module app\n'); fs.writeFileSync(path.join(folder,'src/app.go'),'package main\n'); fs.writeFileSync(path.join(folder,'compose.yaml'),'services:\n  a:\n    build: .\n');
for (const [name, settings, size] of [['light',{'workbench.colorTheme':'Default Light Modern'},[1400,900]],['korean-dark',{'dockwright.locale':'ko','workbench.colorTheme':'Default Dark Modern'},[1400,900]],['korean-narrow',{'dockwright.locale':'ko','workbench.colorTheme':'Default Light Modern'},[800,900]]]) {
 await withVSCode({ place, vsix, folder, settings }, async ({ page }) => {
  await page.setViewportSize({width:size[0],height:size[1]});
  const frame = page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
  await open(page,'Dockerfile'); await goTo(page, 25, 1);
  await command(page,'View: Close Primary Side Bar').catch(()=>{});
  await command(page,'Dockwright: Show Image Plan');
  await frame.locator('#start').waitFor(PATIENCE);
  await page.waitForTimeout(1500);
  for (const s of ['image','build','stages']) { await frame.locator(`#tab-${s}`).click(PATIENCE); await page.waitForTimeout(700); await page.screenshot({path:path.join(out,`${name}-${s}.png`)}); }
 });
}
