/**
 * HTTP's side of a connection: who may speak at all, one request at a time, bounds on memory and
 * time, and the end in order. Vert.x parses and writes HTTP/1.1; HTTP/2 in the clear is off, for it
 * would be detected where no bound of ours reaches.
 */
@NullMarked
package io.weir.http.connection;

import org.jspecify.annotations.NullMarked;
