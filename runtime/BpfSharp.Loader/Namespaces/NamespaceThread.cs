using System;
using System.Collections.Concurrent;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.Loader.Syscalls;
using Microsoft.Win32.SafeHandles;

namespace BpfSharp.Loader;

/// <summary>A thread that has entered a network namespace and runs what is posted to it.</summary>
internal sealed class NamespaceThread : SynchronizationContext, IDisposable
{
    private const int CloneNewNetwork = 0x40000000;

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];
    private readonly Thread _thread;

    /// <exception cref="BpfException">It can't be entered.</exception>
    public NamespaceThread(string path)
    {
        ExceptionDispatchInfo? failure = null;
        using var entered = new ManualResetEventSlim();
        _thread = new Thread(() =>
        {
            try
            {
                Enter(path);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            bool isInside = failure is null;
            entered.Set();
            if (isInside)
                Loop();
        })
        {
            Name = "BpfSharp namespace " + path,
            IsBackground = true,
        };
        _thread.Start();
        entered.Wait();
        failure?.Throw();
    }

    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _work.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(NetworkNamespace));
        }
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    public void Dispose() => _work.CompleteAdding();

    private void Loop()
    {
        SetSynchronizationContext(this);
        foreach ((SendOrPostCallback callback, object? state) in _work.GetConsumingEnumerable())
            callback(state);
    }

    private static void Enter(string path)
    {
        string action = $"enter network namespace '{path}'";
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BpfException($"Could not {action}: {e.Message} 'ip netns' lists those that have names.", e);
        }
        using (file)
        {
            if (Libc.SetNamespace((int)file.DangerousGetHandle(), CloneNewNetwork) != 0)
                throw KernelErrors.Create(action, Marshal.GetLastPInvokeError(), Capabilities.SysAdmin);
        }
    }
}
