/** Backup, restore and verification of a directory, without a log that runs in this process. */
@NullMarked
package io.weir.embedded.maintenance;

import org.jspecify.annotations.NullMarked;
