// SPDX-License-Identifier: MIT
/*
 * C++17: executes commands on the settings in a file, and shows them. It is for a program in C++: a resource that must
 * be closed is a class, a text is a std::string_view, an error is an exception.
 *
 * Build it with src/ and port/storage_file.c, both compiled as C, and -std=c++17.
 * usage: settings_file FILE [COMMAND...]     as in: settings_file modem 'AT+QDMPCFG=1,117.161.2.7,5683,420'
 */
#include <qdmp/port/storage_file.h>
#include <qdmp/qdmp.h>

#include <cerrno>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace {

std::string_view view(qdmp_span span) {
    return {span.ptr, span.len};
}

void check(qdmp_status status, const qdmp_error &err = {}) {
    if (status == QDMP_STORAGE)
        throw std::system_error(errno, std::generic_category(), "storage");
    if (status != QDMP_OK)
        throw std::runtime_error("byte " + std::to_string(err.offset) + ": " + qdmp_status_text(status) + ' ' +
                                 qdmp_field_name(err.field));
}

class SettingsFile {
  public:
    explicit SettingsFile(const char *path) {
        check(qdmp_storage_file_open(&file, path, &storage));
    }
    ~SettingsFile() {
        qdmp_storage_file_close(&file);
    }
    SettingsFile(const SettingsFile &) = delete;
    SettingsFile &operator=(const SettingsFile &) = delete;

    // Their texts live until the next call of load or save.
    qdmp_settings load() {
        qdmp_settings settings;
        qdmp_error err{};
        size_t size = 0;
        qdmp_status status = storage.load(storage.context, room(), &size);
        if (status == QDMP_TOO_LARGE) { // the credentials may be of any length
            image.resize(size);
            status = storage.load(storage.context, room(), &size);
        }
        check(status);
        check(qdmp_image_decode({image.data(), size}, &settings, nullptr, &err), err);
        return settings;
    }

    void save(const qdmp_settings &settings) {
        std::vector<char> next(QDMP_IMAGE_MAX(settings.credentials.appkey.len, settings.credentials.password.len));
        qdmp_error err{};
        size_t size = 0;
        check(qdmp_image_encode(&settings, {next.data(), next.size()}, &size, &err), err);
        check(storage.store(storage.context, {next.data(), size}));
        image = std::move(next);
    }

  private:
    qdmp_room room() {
        return {image.data(), image.size()};
    }

    qdmp_storage_file file;
    qdmp_storage storage;
    std::vector<char> image = std::vector<char>(QDMP_IMAGE_MAX(0, 0));
};

// One command after the other, as a module executes the commands between `;`.
void execute(SettingsFile &file, std::string_view line) {
    while (!line.empty()) {
        qdmp_settings settings = file.load();
        qdmp_request request{};
        qdmp_error err{};
        size_t used = 0;
        check(qdmp_request_decode({line.data(), line.size()}, QDMP_WHOLE_LINE, &request, &used, &err), err);
        check(qdmp_settings_apply(&settings, &request, &err), err);
        file.save(settings);
        line.remove_prefix(used);
    }
}

void show(const qdmp_settings &settings) {
    const qdmp_server &server = settings.server;
    std::cout << "access mode " << settings.dm_mode << "\nserver " << +server.ip[0] << '.' << +server.ip[1] << '.'
              << +server.ip[2] << '.' << +server.ip[3] << ':' << server.port << ", every " << server.update_period
              << " s\n";
    if (settings.set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS))
        std::cout << "appkey " << view(settings.credentials.appkey) << '\n';
    if (std::string_view mac = view(settings.mac); mac != QDMP_NULL_TEXT)
        std::cout << "mac " << mac << '\n';
}

} // namespace

int main(int argc, char **argv) try {
    if (argc < 2)
        throw std::runtime_error("usage: settings_file FILE [COMMAND...]");
    SettingsFile file(argv[1]);
    for (int i = 2; i < argc; i++)
        execute(file, argv[i]);
    show(file.load());
    return 0;
} catch (const std::exception &fault) {
    std::cerr << fault.what() << '\n';
    return 1;
}
