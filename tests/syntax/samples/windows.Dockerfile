# syntax=docker/dockerfile:1
# escape=`

FROM mcr.example/win:1 AS base
SHELL ["powershell", "-Command"]
RUN Get-Item `
    C:\ ; `

  # why
    dir
COPY a.txt C:\app\
