# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
# With .git, from which footnote version knows what it is.
COPY . .
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags '-s -w' -o /footnote ./cmd/footnote

# No shell, no package manager, no root; certificates are in it. It needs no
# writable file system: docker run --read-only.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /footnote /footnote
COPY --from=build /src/LICENSE /src/index/embedding/glove.LICENSE /src/index/wordnet/wordnet.LICENSE /licenses/
USER nonroot:nonroot
# Interactions by HTTP, where DISCORD_PUBLIC_KEY is set.
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/footnote", "healthcheck"]
ENTRYPOINT ["/footnote"]
CMD ["serve"]
