# Prep in a container. What runs is compiled, has no development packages, and isn't root.
#   docker build -t prep .
#   docker run -p 3000:3000 -v prep-data:/app/.data --env-file .env prep
# The data folder holds the embedded Postgres; with DATABASE_URL (and REDIS_URL) it stays almost empty.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY patches patches
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY adapters adapters
COPY jobs jobs
COPY drizzle drizzle
COPY scripts/build-if-stale.mjs scripts/build-if-stale.mjs
RUN npm run build
RUN npm prune --omit=dev
# Copied below with its owner: a new volume takes the owner of the folder it is laid over.
RUN mkdir .data

FROM node:24-slim
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=3000
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY drizzle/migrations drizzle/migrations
COPY questions questions
COPY adapters/web/assets adapters/web/assets
COPY --from=build --chown=node:node /app/.data .data
USER node
VOLUME /app/.data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
# Not npm: signals go straight to Prep, which has 10 s to end in order.
CMD ["node", "dist/src/main.js"]
