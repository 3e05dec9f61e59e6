package dev.outdial.account;

/** How the search for a key to get in with ended at the start of the service. */
record Opening(Finding finding, Credentials credentials) {

    /** What was found or done. */
    enum Finding {
        /** No key was named and there is one with the operator scope. */
        NOT_NEEDED,
        /** The key that was named is there, with its secret. */
        IN_ORDER,
        /** The key that was named was not there. */
        MADE_AS_WANTED,
        /** No key was named and none has the operator scope. */
        MADE_UP,
        /** A key of that name is there, with another secret. */
        OTHER_SECRET,
        /** A key of that name is there and was revoked. */
        REVOKED
    }
}
