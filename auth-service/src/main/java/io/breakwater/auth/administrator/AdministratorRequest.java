package io.breakwater.auth.administrator;

/**
 * A platform administrator as they are to be.
 *
 * @param password 10 to 128 characters, told them by whoever makes the account
 */
record AdministratorRequest(String email, String password) {

    /** Without address and password. */
    @Override
    public String toString() {
        return "AdministratorRequest[]";
    }
}
