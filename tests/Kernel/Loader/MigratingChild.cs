using System;
using System.Diagnostics;
using System.Globalization;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>The process that dies in the middle of a migration.</summary>
internal static class MigratingChild
{
    /// <param name="argument">At which of its system calls it dies, and the path.</param>
    public static void Run(string argument)
    {
        string[] parts = argument.Split(' ', 2);
        int left = int.Parse(parts[0], CultureInfo.InvariantCulture);
        using IDisposable seam = SystemCallSeam.Set(_ =>
        {
            if (--left == 0)
                Process.GetCurrentProcess().Kill();
            return 0;
        });
        PinPolicyTests.Load(PinPolicyTests.Migrating(parts[1]), valueSize: 8).Dispose();
    }
}
