/** A bare WebSocket server that sends back what it gets: what there is to lose on the way through a server. Prints its port. */
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
server.on("connection", (socket) => socket.on("message", (data) => socket.send(data, { binary: true })));
server.on("listening", () => process.stdout.write(`{"port":${(server.address() as AddressInfo).port}}\n`));
