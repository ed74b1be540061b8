/**
 * What RabbitMQ answers, and what Weir answers to the same: each {@link
 * io.weir.tests.differential.Script} is a conversation of frames, sent to every server at the same
 * time over plain sockets, so that what no client library would send can be sent too. A script says
 * what is to come back, and so reads as the specification; that RabbitMQ itself keeps to it is
 * tested as much as that Weir does.
 */
@NullMarked
package io.weir.tests.differential;

import org.jspecify.annotations.NullMarked;
