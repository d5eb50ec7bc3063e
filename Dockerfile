# The optional server. Build from the checkout: docker build -t commonplace-server .
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.base.json ./
COPY shared shared
COPY server server
COPY scripts scripts
RUN npx tsx scripts/server.ts --build-only

# Everything is in one file, but for the embedded PostgreSQL, which brings its own.
FROM node:20-slim
WORKDIR /app
COPY --from=build /app/out/server/main.js out/server/main.js
COPY --from=build /app/node_modules/@electric-sql/pglite node_modules/@electric-sql/pglite
COPY package.json LICENSE ./
ENV NODE_ENV=production COMMONPLACE_SERVER_HOST=0.0.0.0 COMMONPLACE_SERVER_DATA=/data
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8420
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:8420/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "out/server/main.js"]
