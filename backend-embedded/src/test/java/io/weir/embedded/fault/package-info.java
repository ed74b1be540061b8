/** Full disks, failed writes and syncs, damaged bytes: what is named, and what goes on. */
@NullMarked
package io.weir.embedded.fault;

import org.jspecify.annotations.NullMarked;
