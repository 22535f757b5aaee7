# syntax=docker/dockerfile:1
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /footnote ./cmd/footnote

# No shell, no package manager, no root; certificates are in it. It needs no
# writable file system: docker run --read-only.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /footnote /footnote
COPY --from=build /src/LICENSE /src/index/embedding/glove.LICENSE /src/index/wordnet/wordnet.LICENSE /licenses/
ENTRYPOINT ["/footnote"]
CMD ["serve"]
