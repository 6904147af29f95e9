// Loaded into a Node proof where no network namespace can be had: refuses to connect anywhere but to this machine.
import net from 'node:net';

const connect = net.Socket.prototype.connect;
const local = /^(localhost|127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+|)$/;

net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const options =
    typeof first === 'object' && first !== null
      ? first
      : { port: first, host: typeof second === 'string' ? second : '' };
  if (!options.path && !local.test(options.host ?? ''))
    throw new Error(`a proof may only connect to this machine, not to ${options.host}`);
  return connect.apply(this, args);
};
